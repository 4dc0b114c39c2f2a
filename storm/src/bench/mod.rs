//! Measuring: the server on PostgreSQL and on SQLite, beside what pgbench reaches with the same work.
//!
//! To add a measurement: its requests in `work`, a variant of [`Part`], a line in `on_postgres`.

mod dataset;
mod drive;
mod pgbench;
mod table;
mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use clap::{Args, ValueEnum};

use crate::bench::drive::{Measured, Work};
use crate::bench::pgbench::Script;
use crate::bench::table::{Row, Table};
use crate::bench::work::{Ask, Register, SIGNER};
use crate::database::Database;
use crate::failure::Failure;
use crate::http::{Connection, post};
use crate::identity::token;
use crate::processes::Spent;
use crate::server::Server;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Registration for one event.
    Hot,
    /// Registration for a thousand events.
    Spread,
    /// Twenty events with organizer, category and ten guests each.
    Nested,
    /// Twenty events, three fields.
    Simple,
    /// Signing in.
    SignIn,
    /// Registration on SQLite, hot and spread.
    Sqlite,
    /// Registration for hot events until there are so many: --requests. Only where it is asked for.
    Soak,
}

/// How it is measured.
#[derive(Debug, Args)]
pub(crate) struct Options {
    /// The server's binary.
    #[arg(long)]
    server: PathBuf,
    /// A PostgreSQL to make a database on, postgres://…/postgres.
    #[arg(long)]
    postgres: String,
    /// Only these; everything but the soak where nothing is said.
    #[arg(long, value_delimiter = ',')]
    only: Vec<Part>,
    /// How long each is measured.
    #[arg(long, default_value_t = 5)]
    seconds: u64,
    /// Connections at once, one measurement each.
    #[arg(long, value_delimiter = ',', default_value = "1,32,64,256")]
    connections: Vec<usize>,
    /// A twentieth of the data set, to try something out.
    #[arg(long)]
    small: bool,
    /// Settings of the server, NAME=VALUE: DESK_BATCH=1 shows what batches bring.
    #[arg(long = "set", value_delimiter = ',', value_parser = setting)]
    settings: Vec<(String, String)>,
    /// The server leaves jobs, mail above all, to others, of which there are none here.
    #[arg(long)]
    no_jobs: bool,
    /// Registrations of the soak.
    #[arg(long, default_value_t = 1_000_000)]
    requests: u64,
}

/// How large the data set is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    small: bool,
}

impl Scale {
    pub(crate) fn people(self) -> u64 {
        if self.small { 500 } else { 10_000 }
    }

    pub(crate) fn events(self) -> u64 {
        if self.small { 1_000 } else { 20_000 }
    }
}

/// A server over a loaded database.
struct Bench<'a> {
    options: &'a Options,
    server: Server,
    database: Database,
    postmaster: Option<u32>,
    tokens: Vec<String>,
    next: [Arc<AtomicU64>; 2],
}

/// Measures, and prints the table.
pub(crate) async fn run(options: &Options, now: i64) -> Result<(), Failure> {
    let folder = std::env::temp_dir().join(format!("turnout-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let mut table = Table::begin(options);
    let outcome = measure(options, now, &folder, &mut table).await;
    std::fs::remove_dir_all(&folder)?;
    table.print();
    outcome
}

async fn measure(
    options: &Options,
    now: i64,
    folder: &std::path::Path,
    table: &mut Table,
) -> Result<(), Failure> {
    let database = Database::on_postgres(&options.postgres, "turnout_bench").await?;
    let mut bench = Bench::begin(options, database, now, folder).await?;
    table.database(&bench.database).await?;
    let mut rates = Vec::new();
    for (part, script) in [
        (Part::Hot, Some(Script::Hot)),
        (Part::Spread, Some(Script::Spread)),
        (Part::Nested, Some(Script::Nested)),
        (Part::Simple, Some(Script::Simple)),
        (Part::SignIn, None),
    ] {
        let is_reference = part == Part::Hot && options.wants(Part::Sqlite);
        if !(options.wants(part) || is_reference) {
            continue;
        }
        let rate = match script {
            Some(script) => {
                let people = options.scale().people();
                let rate =
                    pgbench::per_second(&bench.database, script, people, options.seconds, folder);
                Some(rate.await?)
            }
            None => None,
        };
        if let Some(rate) = rate {
            table.reference(part, rate);
            rates.push((part, rate));
        }
        if options.wants(part) {
            bench.part(part, "PostgreSQL", rate, table).await?;
        }
    }
    if options.only.contains(&Part::Soak) {
        bench.soak(table).await?;
    }
    bench.end().await?;
    if options.wants(Part::Sqlite) {
        let database = Database::on_sqlite(&folder.join("bench.db")).await?;
        let mut bench = Bench::begin(options, database, now, folder).await?;
        for part in [Part::Hot, Part::Spread] {
            // Against what PostgreSQL does with the same work for one event, the one figure that there is.
            let rate = rates.iter().find(|(of, _)| *of == Part::Hot).map(|(_, rate)| *rate);
            bench.part(part, "SQLite", rate, table).await?;
        }
        bench.end().await?;
    }
    Ok(())
}

fn setting(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it is NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

impl Options {
    fn wants(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    fn scale(&self) -> Scale {
        Scale { small: self.small }
    }
}

impl<'a> Bench<'a> {
    async fn begin(
        options: &'a Options,
        database: Database,
        now: i64,
        folder: &std::path::Path,
    ) -> Result<Self, Failure> {
        let mut server = Server::new(&options.server, &database.url, folder.join("server.log"))?;
        for (name, value) in &options.settings {
            server.set(name, value);
        }
        if options.no_jobs {
            server.leave_jobs();
        }
        server.run(&["migrate", "up"]).await?;
        dataset::load(&database, options.scale()).await?;
        let tokens = (1..=options.scale().people())
            .map(|person| token(person, now))
            .collect::<Result<Vec<_>, _>>()?;
        server.start_and_wait().await?;
        let postmaster =
            if database.is_sqlite() { None } else { Some(postmaster(&database).await?) };
        Ok(Self { options, server, database, postmaster, tokens, next: Default::default() })
    }

    async fn end(mut self) -> Result<(), Failure> {
        self.server.kill().await?;
        self.database.close().await
    }

    async fn part(
        &mut self,
        part: Part,
        on: &str,
        reference: Option<f64>,
        table: &mut Table,
    ) -> Result<(), Failure> {
        let register = |is_hot| Arc::new(Register { tokens: self.tokens.clone(), is_hot });
        let work: Arc<dyn Work> = match part {
            Part::Spread => register(false),
            Part::Nested => Arc::new(Ask::nested()),
            Part::Simple => Arc::new(Ask::simple()),
            Part::SignIn => self.signer().await?,
            Part::Hot | Part::Sqlite | Part::Soak => register(true),
        };
        for connections in &self.options.connections {
            let measured = self.drive(&work, part, *connections, self.options.seconds).await?;
            table.row(Row {
                part,
                on: on.to_owned(),
                connections: *connections,
                reference,
                measured,
            });
        }
        Ok(())
    }

    async fn drive(
        &self,
        work: &Arc<dyn Work>,
        part: Part,
        connections: usize,
        seconds: u64,
    ) -> Result<Measured, Failure> {
        let (pid, postmaster) = (self.server.pid(), self.postmaster);
        let [hot, spread] = &self.next;
        let next = if part == Part::Spread { spread } else { hot };
        let spent = || Spent::now(pid, postmaster);
        drive::drive(self.server.address, connections, seconds, work, next, spent).await
    }

    /// Makes the account that signs in.
    async fn signer(&self) -> Result<Arc<dyn Work>, Failure> {
        let (email, password) = SIGNER;
        let query = format!(
            "mutation {{ signUp(input: {{ email: \"{email}\", password: \"{password}\" }}) {{ \
             userErrors {{ code }} }} }}"
        );
        let body = serde_json::json!({ "query": query }).to_string();
        Connection::open(self.server.address).await?.send(&post(None, &body)).await?;
        Ok(Arc::new(Ask::sign_in()))
    }

    /// A row for each tenth of the way, so that one sees whether the cost or the memory grows.
    async fn soak(&mut self, table: &mut Table) -> Result<(), Failure> {
        use std::sync::atomic::Ordering::Relaxed;
        let work: Arc<dyn Work> = Arc::new(Register { tokens: self.tokens.clone(), is_hot: true });
        let begin = self.next[0].load(Relaxed);
        let mut mark = 0;
        while self.next[0].load(Relaxed) - begin < self.options.requests {
            let measured = self.drive(&work, Part::Soak, 64, self.options.seconds).await?;
            let done = self.next[0].load(Relaxed) - begin;
            if done >= mark {
                mark += self.options.requests / 10;
                let memory = self.server.pid().map(crate::processes::resident).unwrap_or_default();
                let on = format!("PostgreSQL, after {done}: {memory} MiB");
                table.row(Row { part: Part::Soak, on, connections: 64, reference: None, measured });
            }
        }
        Ok(())
    }
}

/// The process that all of PostgreSQL's others descend from.
async fn postmaster(database: &Database) -> Result<u32, Failure> {
    let rows = database.rows("SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1) AS pid");
    let rows = rows.await?;
    let pid: Option<String> = rows.first().map(|row| row.try_get("", "pid")).transpose()?;
    pid.and_then(|pid| pid.parse().ok())
        .ok_or_else(|| Failure::Other("PostgreSQL does not tell its process".to_owned()))
}
