//! Pools, and the settings of their connections.

use std::time::Duration;

use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr, RuntimeErr};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};

use crate::config::DatabaseConfig;
use crate::kernel::error::Failure;

/// Statements that a connection keeps prepared.
const STATEMENT_CACHE: usize = 256;

/// The pool that reads and the pool that writes.
pub(super) async fn pools(
    config: &DatabaseConfig,
) -> Result<(DatabaseConnection, DatabaseConnection), Failure> {
    if config.is_sqlite() {
        // The writer first: it makes the file and turns on the write-ahead log.
        let writer = first_of(config).await?;
        let reader = Database::connect(sqlite(config, config.max_connections())).await?;
        Ok((reader, writer))
    } else {
        let pool = Database::connect(postgres(config)).await?;
        Ok((pool.clone(), pool))
    }
}

/// The writer of a SQLite file. To turn the write-ahead log on takes the file for a moment, and SQLite
/// does not wait for that as it waits for other locks: where another process is just doing it, this
/// tries again, for as long as a request would wait for a connection.
async fn first_of(config: &DatabaseConfig) -> Result<DatabaseConnection, DbErr> {
    let mut pause = Duration::from_millis(5);
    loop {
        match Database::connect(sqlite(config, 1)).await {
            Err(fault) if is_busy(&fault) && pause < config.acquire_timeout => {
                tokio::time::sleep(pause).await;
                pause = pause.saturating_mul(2);
            }
            outcome => return outcome,
        }
    }
}

/// SQLite's result code BUSY.
fn is_busy(fault: &DbErr) -> bool {
    let DbErr::Conn(RuntimeErr::SqlxError(fault)) = fault else { return false };
    fault.as_database_error().and_then(|fault| fault.code()).is_some_and(|code| code == "5")
}

fn common(config: &DatabaseConfig, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(config.url.clone());
    options
        .max_connections(connections)
        .acquire_timeout(config.acquire_timeout)
        .connect_timeout(config.acquire_timeout)
        .test_before_acquire(false)
        .sqlx_logging_level(log_level());
    options
}

fn sqlite(config: &DatabaseConfig, connections: u32) -> ConnectOptions {
    let mut options = common(config, connections);
    let patience = config.acquire_timeout;
    options.idle_timeout(None).max_lifetime(None).map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .journal_mode(SqliteJournalMode::Wal)
            // FULL, not NORMAL: what was acknowledged survives a power cut.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // Another process (a migration, a backup) may hold the write lock for a moment.
            .busy_timeout(patience)
            .statement_cache_capacity(STATEMENT_CACHE)
            .pragma("temp_store", "memory")
    });
    options
}

fn postgres(config: &DatabaseConfig) -> ConnectOptions {
    let mut options = common(config, config.max_connections());
    options.map_sqlx_postgres_opts(|postgres| {
        postgres
            .application_name("turnout")
            .statement_cache_capacity(STATEMENT_CACHE)
            // A transaction whose process is gone or stuck must not hold an event's lock for long.
            .options([
                ("idle_in_transaction_session_timeout", "10s"),
                ("statement_timeout", "10s"),
                ("timezone", "UTC"),
                // What is read from an index is in memory or on a disk without arms; with the default
                // of 4 a page of twenty is sorted out of thousands instead.
                ("random_page_cost", "1.1"),
            ])
    });
    options
}

fn log_level() -> tracing::log::LevelFilter {
    tracing::log::LevelFilter::Debug
}
