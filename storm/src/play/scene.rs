//! What everybody in a storm shares.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::failure::Failure;
use crate::http::{Connection, post};
use crate::log::{Operation, Outcome, Record};
use crate::play::ask;

/// Longer than any server lets one wait; whoever waits longer does not know what became of it.
const PATIENCE: Duration = Duration::from_secs(40);

/// The servers, the people's tokens, and what was answered so far.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) servers: Vec<SocketAddr>,
    tokens: Vec<String>,
    ticks: AtomicU64,
    /// Requests still to be made.
    left: AtomicU64,
    attempts: u64,
    with_keys: bool,
    log: Mutex<Vec<Record>>,
    /// Set while the weather is at work; what fails then is no surprise.
    pub(super) is_stormy: AtomicBool,
}

/// A connection to one of the servers, made anew where it broke.
#[derive(Debug, Default)]
pub(super) struct Line {
    connection: Option<Connection>,
    /// Which server.
    pub(super) server: usize,
}

impl Scene {
    pub(super) fn new(
        servers: Vec<SocketAddr>,
        tokens: Vec<String>,
        attempts: u64,
        with_keys: bool,
    ) -> Self {
        Self {
            servers,
            tokens,
            ticks: AtomicU64::new(0),
            left: AtomicU64::new(attempts),
            attempts,
            with_keys,
            log: Mutex::default(),
            is_stormy: AtomicBool::new(false),
        }
    }

    /// Takes one of the attempts; false where none is left.
    pub(super) fn take(&self) -> bool {
        let take = |left: u64| left.checked_sub(1);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_ok()
    }

    /// Attempts made, in thousandths of all.
    pub(super) fn progress(&self) -> u64 {
        let made = self.attempts - self.left.load(Ordering::Relaxed);
        made * 1000 / self.attempts.max(1)
    }

    fn tick(&self) -> u64 {
        self.ticks.fetch_add(1, Ordering::Relaxed)
    }

    fn token(&self, person: u64) -> Option<&str> {
        let index = usize::try_from(person).ok()?.checked_sub(1)?;
        self.tokens.get(index).map(String::as_str)
    }

    /// Sends `operation` for `person` as `by` and notes what was answered.
    pub(super) async fn ask(
        &self,
        line: &mut Line,
        (person, by): (u64, u64),
        operation: &Operation,
        joins_line: bool,
    ) -> Outcome {
        let request = post(self.token(by), &ask::body(operation, joins_line, self.with_keys));
        let (began, since) = (self.tick(), Instant::now());
        let outcome = line.send(self, &request, ask::outcome).await;
        let outcome = outcome.unwrap_or_else(|fault| Outcome::Unknown(fault.to_string()));
        let record = Record {
            person,
            operation: operation.clone(),
            outcome: outcome.clone(),
            began,
            ended: self.tick(),
            took: since.elapsed(),
        };
        self.log.lock().unwrap_or_else(PoisonError::into_inner).push(record);
        outcome
    }

    /// How the registration of `person` stands, as a server tells it.
    pub(super) async fn standing(
        &self,
        line: &mut Line,
        person: u64,
    ) -> Option<Option<crate::log::Party>> {
        let request = post(self.token(person), &ask::own());
        line.send(self, &request, ask::standing).await.ok().flatten()
    }

    /// All that was answered.
    pub(super) fn into_log(self) -> Vec<Record> {
        self.log.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// To server number `server`.
    pub(super) fn to(server: usize) -> Self {
        Self { connection: None, server }
    }

    async fn send<T>(
        &mut self,
        scene: &Scene,
        request: &[u8],
        read: impl FnOnce(crate::http::Reply<'_>) -> T,
    ) -> Result<T, Failure> {
        let sent = tokio::time::timeout(PATIENCE, self.try_send(scene, request, read)).await;
        let outcome = sent.unwrap_or_else(|_| Err(Failure::Other("no answer in time".to_owned())));
        if outcome.is_err() {
            // Another server may be well.
            self.connection = None;
            self.server += 1;
        }
        outcome
    }

    async fn try_send<T>(
        &mut self,
        scene: &Scene,
        request: &[u8],
        read: impl FnOnce(crate::http::Reply<'_>) -> T,
    ) -> Result<T, Failure> {
        if self.connection.is_none() {
            let address = scene.servers.get(self.server % scene.servers.len().max(1)).copied();
            let address = address.ok_or_else(|| Failure::Other("there is no server".to_owned()))?;
            self.connection = Some(Connection::open(address).await?);
        }
        match &mut self.connection {
            Some(connection) => Ok(read(connection.send(request).await?)),
            None => Err(Failure::Other("there is no connection".to_owned())),
        }
    }
}
