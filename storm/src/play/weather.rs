//! What befalls the servers and their database while they work.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::process::Command;
use tokio::time::{Instant, sleep};

use crate::failure::Failure;
use crate::play::scene::Scene;
use crate::server::Server;

/// Between two looks how far the storm has come.
const LOOK: Duration = Duration::from_millis(20);
/// A server that is not back by then never will be.
const GIVE_UP: Duration = Duration::from_secs(120);

/// One blow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blow {
    /// SIGKILL to a server, and a new one in its place.
    Kill,
    /// PostgreSQL is stopped at once, as by a crash, and started again a while later.
    Crash,
}

/// What befell, and how soon all was well again.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Weathered {
    pub(super) kills: usize,
    pub(super) crashes: usize,
    /// The longest from the start of a killed server until it served again.
    pub(super) back_after_kill: Duration,
    /// The longest from PostgreSQL's return until every server served again.
    pub(super) back_after_crash: Duration,
}

/// Which blows may fall.
#[derive(Debug, Clone, Default)]
pub(super) struct Climate {
    pub(super) kills: usize,
    pub(super) crashes: usize,
    /// Stops and starts PostgreSQL.
    pub(super) control: Option<PathBuf>,
}

impl Climate {
    pub(super) fn is_calm(&self) -> bool {
        self.kills + self.crashes == 0
    }

    /// The blows and when they fall, in thousandths of the storm.
    fn blows(&self, rng: &mut StdRng) -> Vec<(u64, Blow)> {
        let kills = std::iter::repeat_n(Blow::Kill, self.kills);
        let crashes = std::iter::repeat_n(Blow::Crash, self.crashes);
        let mut blows: Vec<(u64, Blow)> =
            kills.chain(crashes).map(|blow| (rng.random_range(50..900), blow)).collect();
        blows.sort_by_key(|(when, _)| *when);
        blows
    }
}

/// Lets the blows fall, one after the other, while the storm goes on.
pub(super) async fn blow(
    scene: &Scene,
    servers: &mut [Server],
    climate: &Climate,
    seed: u64,
) -> Result<Weathered, Failure> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut weathered = Weathered::default();
    for (when, blow) in climate.blows(&mut rng) {
        while scene.progress() < when {
            sleep(LOOK).await;
        }
        scene.is_stormy.store(true, Ordering::Relaxed);
        match (blow, &climate.control) {
            (Blow::Crash, Some(control)) => {
                let away = Duration::from_millis(rng.random_range(300..2_500));
                let back = crash(control, away, servers).await?;
                weathered.crashes += 1;
                weathered.back_after_crash = weathered.back_after_crash.max(back);
            }
            _ => {
                let which = rng.random_range(0..servers.len().max(1));
                if let Some(server) = servers.get_mut(which) {
                    server.kill().await?;
                    server.start()?;
                    let back = server.until_ready(GIVE_UP).await?;
                    weathered.kills += 1;
                    weathered.back_after_kill = weathered.back_after_kill.max(back);
                }
            }
        }
        scene.is_stormy.store(false, Ordering::Relaxed);
    }
    Ok(weathered)
}

async fn crash(
    control: &Path,
    away: Duration,
    servers: &mut [Server],
) -> Result<Duration, Failure> {
    run(control, "stop").await?;
    sleep(away).await;
    run(control, "start").await?;
    let back = Instant::now();
    for server in servers {
        server.until_ready(GIVE_UP).await?;
    }
    Ok(back.elapsed())
}

async fn run(control: &Path, verb: &str) -> Result<(), Failure> {
    let status =
        Command::new(control).arg(verb).stdin(std::process::Stdio::null()).status().await?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Other(format!("PostgreSQL does not {verb}: {status}")))
}
