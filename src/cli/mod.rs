//! The command line.

use std::io::{IsTerminal, Read};
use std::net::TcpListener;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use tokio::sync::watch;
use tracing_subscriber::EnvFilter;

use crate::app::{self, World};
use crate::config::{Config, ConfigError, Environment, LogFormat, Source};
use crate::db::{Db, migrate};
use crate::http::serve;
use crate::jobs::Runner;
use crate::{demo, domain, graphql};

/// How long the pools may take to close, after the requests had their time.
const CLOSE: Duration = Duration::from_secs(4);

mod jobs;

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// An events server: one binary, one GraphQL endpoint.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve (the default).
    Serve {
        /// Leave the schema as it is; another process migrates.
        #[arg(long)]
        no_migrate: bool,
        /// Do no jobs; another process does them.
        #[arg(long)]
        no_jobs: bool,
    },
    /// Bring the database's schema up to date, back, or tell where it stands.
    Migrate {
        direction: Direction,
        /// How many migrations to take back.
        #[arg(long, default_value_t = 1)]
        steps: u32,
    },
    /// Print the GraphQL schema.
    Schema,
    /// Load a small data set to try the server with, once.
    Demo,
    /// See what waits or failed in the queue of jobs, and let what failed run again.
    Jobs {
        #[command(subcommand)]
        command: jobs::JobsCommand,
    },
    /// Make an account with the role ADMIN; the password is asked for, or read from standard input.
    CreateAdmin {
        #[arg(long)]
        email: String,
        #[arg(long)]
        username: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Direction {
    Up,
    Down,
    Status,
}

/// Runs what the command line asks for.
///
/// # Errors
/// Whatever went wrong, to be shown to the operator.
pub async fn run() -> Outcome {
    let cli = Cli::parse();
    let source = Source::from_environment()?;
    let command = cli.command.unwrap_or(Command::Serve { no_migrate: false, no_jobs: false });
    if matches!(command, Command::Schema) {
        return print(&graphql::schema::sdl());
    }
    let config = Config::read(&source)?;
    log_to_stderr(&config, &source)?;
    match command {
        Command::Serve { no_migrate, no_jobs } => serve(config, !no_migrate, !no_jobs).await,
        Command::Migrate { direction, steps } => migrate(&config, direction, steps).await,
        Command::Schema => Ok(()),
        Command::Demo => load_demo(&config).await,
        Command::Jobs { command } => jobs::run(&config, command).await,
        Command::CreateAdmin { email, username } => create_admin(&config, email, username).await,
    }
}

async fn serve(config: Config, migrate: bool, jobs: bool) -> Outcome {
    let listener = TcpListener::bind(config.http.listen)
        .map_err(|fault| format!("cannot listen on {}: {fault}", config.http.listen))?;
    let core = app::open(&config, World::default(), migrate).await?;
    let (db, desk) = (core.db.clone(), core.desk.clone());
    if config.environment == Environment::Production {
        tracing::warn!("EMAIL_VERIFICATION=optional: addresses are not proved and no mail is sent");
    }
    let (address, url) = (listener.local_addr()?, &config.http.public_url);
    tracing::info!(%address, "serving GraphQL at {url}/graphql");
    if config.http.graphiql {
        tracing::info!("GraphiQL is at {url}/");
    }
    let (stop, stopped) = watch::channel(false);
    let jobs = jobs.then(|| tokio::spawn(Runner::new(core.clone()).until_stopped(stopped)));
    // Jobs stop with the listener: nothing is begun while the requests under way come to their end.
    let stop = move || stop.send_replace(true);
    serve::until_stopped(listener, app::routes(&config, core), stop).await?;
    // What waits at the desk, and what a mutation or a job still writes, is given a moment; then the database
    // takes it back, and a job whose claim lapses is taken up by another process.
    let rest = async {
        if let Some(jobs) = jobs {
            let _ = jobs.await;
        }
        desk.close().await;
        db.close().await
    };
    if tokio::time::timeout(CLOSE, rest).await.is_err() {
        tracing::warn!("stopped with work under way, which the database takes back");
    }
    tracing::info!("stopped");
    Ok(())
}

async fn migrate(config: &Config, direction: Direction, steps: u32) -> Outcome {
    let db = Db::connect(&config.database, None).await?;
    match direction {
        Direction::Up => migrate::up(&db).await?,
        Direction::Down => migrate::down(&db, Some(steps)).await?,
        Direction::Status => {}
    }
    for (name, applied) in migrate::status(&db).await? {
        print(&format!("{} {name}\n", if applied { "applied" } else { "pending" }))?;
    }
    Ok(())
}

async fn load_demo(config: &Config) -> Outcome {
    if config.environment == Environment::Production {
        return Err(
            "APP_ENV is production, and the whole world knows the passwords of the demo's \
                    accounts, one of them an admin's: nothing was loaded"
                .into(),
        );
    }
    let core = app::open(config, World::default(), true).await?;
    let sign_ins = demo::load(&core).await?;
    core.db.close().await?;
    print(&sign_ins)
}

async fn create_admin(config: &Config, email: String, username: String) -> Outcome {
    let core = app::open(config, World::default(), true).await?;
    let password = read_password()?;
    let admin = domain::account::create_admin(&core, &username, &email, &password).await;
    match admin {
        Ok(admin) => print(&format!("{} is an admin now.\n", admin.username)),
        Err(crate::kernel::error::Failure::Refused(refusals)) => {
            let lines: Vec<String> =
                refusals.iter().map(|r| format!("{}: {}", r.field.join("."), r.message)).collect();
            Err(lines.join("\n").into())
        }
        Err(failure) => Err(failure.into()),
    }
}

fn read_password() -> Result<String, std::io::Error> {
    if std::io::stdin().is_terminal() {
        return rpassword::prompt_password("Password: ");
    }
    let mut password = String::new();
    std::io::stdin().take(1024).read_to_string(&mut password)?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

/// Standard output is for what a command was asked for; the log goes to standard error.
fn print(text: &str) -> Outcome {
    use std::io::Write;
    std::io::stdout().write_all(text.as_bytes())?;
    Ok(())
}

fn log_to_stderr(config: &Config, source: &Source) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(source.get("RUST_LOG").unwrap_or("info"))
        .map_err(|fault| ConfigError::new("RUST_LOG", fault.to_string()))?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.http.log_format {
        LogFormat::Pretty => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
