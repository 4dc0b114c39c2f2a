//! Sends requests over so many connections at once, each waiting for its answer, and measures.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::failure::Failure;
use crate::http::Connection;
use crate::processes::Spent;

/// Before it is measured: connections are made, statements prepared, pages read.
const WARM_UP: Duration = Duration::from_secs(1);

/// Requests to send.
pub(crate) trait Work: Send + Sync {
    /// Request number `number`, which is sent once.
    fn request(&self, number: u64) -> Vec<u8>;
    /// What a good answer holds.
    fn sign_of_success(&self) -> &'static str;
}

/// How it went.
#[derive(Debug, Clone)]
pub(crate) struct Measured {
    pub(crate) requests: usize,
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
    /// Processor time while it was measured.
    pub(crate) spent: Spent,
    pub(crate) took: Duration,
    pub(crate) failed: usize,
    pub(crate) first_failure: Option<String>,
}

/// What one connection saw.
#[derive(Default)]
struct Seen {
    took: Vec<Duration>,
    failed: usize,
    first_failure: Option<String>,
}

/// Sends `work` from number `next` on, and leaves in `next` the number after the last.
pub(crate) async fn drive(
    server: SocketAddr,
    connections: usize,
    seconds: u64,
    work: &Arc<dyn Work>,
    next: &Arc<AtomicU64>,
    spent: impl Fn() -> Spent,
) -> Result<Measured, Failure> {
    let mut tasks = JoinSet::new();
    let begin = Instant::now() + WARM_UP;
    let end = begin + Duration::from_secs(seconds);
    for _ in 0..connections {
        let connection = Connection::open(server).await?;
        tasks.spawn(one(connection, (begin, end), Arc::clone(work), Arc::clone(next)));
    }
    tokio::time::sleep_until(begin).await;
    let before = spent();
    tokio::time::sleep_until(end).await;
    let spent = spent().since(before);
    let mut all = Seen::default();
    while let Some(seen) = tasks.join_next().await {
        let seen = seen.map_err(Failure::other)??;
        all.took.extend(seen.took);
        all.failed += seen.failed;
        all.first_failure = all.first_failure.or(seen.first_failure);
    }
    all.took.sort_unstable();
    let at = |percent: usize| {
        let index = (all.took.len() * percent / 100).min(all.took.len().saturating_sub(1));
        all.took.get(index).copied().unwrap_or_default()
    };
    let took = end - begin;
    Ok(Measured {
        requests: all.took.len(),
        per_second: count(all.took.len()) / took.as_secs_f64(),
        p50: at(50),
        p99: at(99),
        spent,
        took,
        failed: all.failed,
        first_failure: all.first_failure,
    })
}

async fn one(
    mut connection: Connection,
    (begin, end): (Instant, Instant),
    work: Arc<dyn Work>,
    next: Arc<AtomicU64>,
) -> Result<Seen, Failure> {
    let mut seen = Seen::default();
    let sign = work.sign_of_success().as_bytes();
    loop {
        let request = work.request(next.fetch_add(1, Ordering::Relaxed));
        let sent = Instant::now();
        if sent >= end {
            return Ok(seen);
        }
        let reply = connection.send(&request).await?;
        let got = Instant::now();
        let is_good = reply.status == 200 && reply.body.windows(sign.len()).any(|at| at == sign);
        if !is_good {
            seen.failed += 1;
            seen.first_failure.get_or_insert_with(|| {
                format!("{} {}", reply.status, String::from_utf8_lossy(reply.body))
            });
        } else if got >= begin && got < end {
            seen.took.push(got - sent);
        }
    }
}

/// A number as statistics take it.
pub(crate) fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::INFINITY, f64::from)
}
