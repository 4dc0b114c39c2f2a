//! Floor 1: the store. What differs between SQLite and PostgreSQL is hidden here and in `migration/`.
//!
//! [`Db::read`] gives connections for queries, [`Db::begin`] a transaction for a command. On SQLite
//! there is one writer, whose transactions begin IMMEDIATE, beside several readers (WAL); on
//! PostgreSQL both are the same pool. Only top-level domain commands call [`Db::begin`].

pub mod bucket;
pub mod bulk;
mod connect;
pub mod error;
pub mod keys;
pub mod migrate;
pub mod nested;
pub mod page;
pub mod search;
pub mod together;

use std::sync::Arc;

use sea_orm::{
    AccessMode, DatabaseConnection, DatabaseTransaction, DbBackend, IsolationLevel,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::config::DatabaseConfig;
use crate::kernel::error::Failure;

/// Sees the text of every statement that is run; for tests that count them.
pub type StatementObserver = Arc<dyn Fn(&str) + Send + Sync>;

/// The database.
#[derive(Clone, Debug)]
pub struct Db {
    reader: DatabaseConnection,
    writer: DatabaseConnection,
    writers: usize,
}

impl Db {
    /// Opens the pools.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database cannot be reached.
    pub async fn connect(
        config: &DatabaseConfig,
        observer: Option<StatementObserver>,
    ) -> Result<Self, Failure> {
        let (mut reader, mut writer) = connect::pools(config).await?;
        if let Some(observer) = observer {
            let twin = Arc::clone(&observer);
            reader.set_metric_callback(move |info| observer(&info.statement.sql));
            writer.set_metric_callback(move |info| twin(&info.statement.sql));
        }
        let writers = if config.is_sqlite() { 1 } else { config.max_connections().div_ceil(2) };
        let writers = usize::try_from(writers).unwrap_or(1);
        Ok(Self { reader, writer, writers })
    }

    /// Where queries run.
    #[must_use]
    pub fn read(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// Begins the transaction of a command; dropped without a commit it is rolled back.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where no connection comes free in time.
    pub async fn begin(&self) -> Result<DatabaseTransaction, Failure> {
        Ok(self
            .writer
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await?)
    }

    /// How many transactions may write at a time: one on SQLite; on PostgreSQL half of the connections, so
    /// that the other half is there for whoever reads.
    #[must_use]
    pub fn writers(&self) -> usize {
        self.writers
    }

    /// Begins a transaction that reads one state of the database, whatever is changed meanwhile.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where no connection comes free in time.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, Failure> {
        let options = match self.backend() {
            DbBackend::Postgres => TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            },
            // A reader of SQLite's write-ahead log sees one state from its first statement on.
            _ => TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
                ..TransactionOptions::default()
            },
        };
        Ok(self.reader.begin_with_options(options).await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where it does not.
    pub async fn ping(&self) -> Result<(), Failure> {
        Ok(self.reader.ping().await?)
    }

    /// Closes the pools once what is under way has ended.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where the database went away before.
    pub async fn close(&self) -> Result<(), Failure> {
        self.reader.close_by_ref().await?;
        Ok(self.writer.close_by_ref().await?)
    }

    fn backend(&self) -> DbBackend {
        self.writer.get_database_backend()
    }
}
