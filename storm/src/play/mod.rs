//! The storm: hundreds of connections to several servers, that want the seats of one event, while servers are
//! killed and their database crashes; and then everything that they promise is put to the test.

mod ask;
pub(crate) mod control;
mod report;
mod scene;
mod weather;
mod worker;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use tokio::task::JoinSet;

use crate::books::{Books, EVENT};
use crate::check::check;
use crate::database::Database;
use crate::failure::Failure;
use crate::identity::token;
use crate::log::Record;
use crate::people::{one_event, people};
use crate::play::report::Report;
use crate::play::scene::Scene;
use crate::play::weather::{Climate, Weathered};
use crate::play::worker::PEOPLE;
use crate::say;
use crate::server::Server;

/// Seats of the event that everybody wants.
const SEATS: i32 = 100;

/// How hard it blows.
#[derive(Debug, Clone, Args)]
pub(crate) struct Options {
    /// The server's binary.
    #[arg(long)]
    server: PathBuf,
    /// A PostgreSQL to make databases on, postgres://…/postgres; SQLite where it is left out.
    #[arg(long)]
    postgres: Option<String>,
    /// A program that stops and starts that PostgreSQL, for its crashes.
    #[arg(long)]
    control: Option<PathBuf>,
    /// Server processes.
    #[arg(long, default_value_t = 3)]
    processes: usize,
    /// Connections, each with five people.
    #[arg(long, default_value_t = 200)]
    connections: u64,
    /// Things that people do, in all.
    #[arg(long, default_value_t = 5_000)]
    attempts: u64,
    /// Storms, each with its seed.
    #[arg(long, default_value_t = 1)]
    seeds: u64,
    /// The first seed.
    #[arg(long, default_value_t = 1)]
    first_seed: u64,
    /// Servers killed in each storm.
    #[arg(long, default_value_t = 0)]
    kills: usize,
    /// Crashes of PostgreSQL in each storm.
    #[arg(long, default_value_t = 0)]
    crashes: usize,
    /// How long a request waits for a connection to the database; longer on a machine with much else to do.
    #[arg(long)]
    acquire_timeout: Option<String>,
    /// Registers without idempotency keys.
    #[arg(long)]
    without_keys: bool,
    /// Holds the servers to the times they promise: for a machine that does nothing else.
    #[arg(long)]
    times: bool,
    /// After the first storm breaks its books on purpose, to see that the check finds it.
    #[arg(long)]
    negative_control: bool,
}

/// Plays the storms and prints what was held.
#[expect(clippy::print_stdout, reason = "the table is what was asked for")]
pub(crate) async fn run(options: &Options, now: i64) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("turnout-storm-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut report = Report::default();
    for seed in (options.first_seed..).take(usize::try_from(options.seeds).unwrap_or(usize::MAX)) {
        storm(options, seed, now, &folder, &mut report).await?;
    }
    if options.times {
        report.hold_to_times();
    }
    let on = if options.postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    let title = format!(
        "{on}, {} processes, {} connections, {} attempts",
        options.processes, options.connections, options.attempts
    );
    println!("{}", report.table(&title));
    if !report.holds() {
        return Err(Failure::Other(format!(
            "a promise was broken; logs are in {}",
            folder.display()
        )));
    }
    Ok(std::fs::remove_dir_all(&folder)?)
}

async fn storm(
    options: &Options,
    seed: u64,
    now: i64,
    folder: &Path,
    report: &mut Report,
) -> Result<(), Failure> {
    let name = format!("turnout_storm_{seed}");
    let database = match &options.postgres {
        Some(server) => Database::on_postgres(server, &name).await?,
        None => Database::on_sqlite(&folder.join(format!("{name}.db"))).await?,
    };
    let mut servers = start(options, &database, folder).await?;
    let (log, weathered) = play(options, seed, now, &database, &mut servers).await?;
    let calm = options.climate().is_calm();
    let books = Books::read(&database).await?;
    let mut verdicts = check(&log, &books, calm);
    verdicts.extend(database.integrity().await?);
    let line = report.add(&format!("seed {seed}"), &log, weathered, verdicts);
    say(&line);
    if options.negative_control && seed == options.first_seed {
        control::run(&database, &log, &books, !options.without_keys).await?;
    }
    for server in &mut servers {
        server.kill().await?;
    }
    database.close().await
}

/// Starts the servers, the first alone: it migrates, and then there are people and an event.
async fn start(
    options: &Options,
    database: &Database,
    folder: &Path,
) -> Result<Vec<Server>, Failure> {
    let mut servers = Vec::new();
    for number in 0..options.processes {
        let log = folder.join(format!("server-{number}.log"));
        let mut server = Server::new(&options.server, &database.url, log)?;
        if let Some(patience) = &options.acquire_timeout {
            server.set("DB_ACQUIRE_TIMEOUT", patience);
        }
        servers.push(server);
    }
    if let Some(first) = servers.first() {
        first.run(&["migrate", "up"]).await?;
    }
    let count = options.connections * PEOPLE + 1;
    database.run(&people(count, 1)).await?;
    one_event(database, EVENT, SEATS).await?;
    for server in &mut servers {
        server.start_and_wait().await?;
    }
    Ok(servers)
}

async fn play(
    options: &Options,
    seed: u64,
    now: i64,
    database: &Database,
    servers: &mut [Server],
) -> Result<(Vec<Record>, Weathered), Failure> {
    let count = options.connections * PEOPLE + 1;
    let tokens = (1..=count).map(|person| token(person, now)).collect::<Result<_, _>>()?;
    let addresses = servers.iter().map(|server| server.address).collect();
    let scene = Arc::new(Scene::new(addresses, tokens, options.attempts, !options.without_keys));
    let mut workers = JoinSet::new();
    for number in 0..options.connections {
        let scene = Arc::clone(&scene);
        workers.spawn(async move { worker::work(&scene, number, seed).await });
    }
    let weathered = weather::blow(&scene, servers, &options.climate(), seed).await?;
    while let Some(done) = workers.join_next().await {
        done.map_err(Failure::other)?;
    }
    // A connection that PostgreSQL's crash has broken is found out here, not by the check.
    database.revive().await;
    let scene = Arc::into_inner(scene);
    let scene = scene.ok_or_else(|| Failure::Other("somebody still works".to_owned()))?;
    Ok((scene.into_log(), weathered))
}

impl Options {
    fn climate(&self) -> Climate {
        let crashes = if self.control.is_some() { self.crashes } else { 0 };
        Climate { kills: self.kills, crashes, control: self.control.clone() }
    }
}
