//! The database under the servers, asked directly.

use std::path::Path;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as Sea, DatabaseConnection, DatabaseTransaction,
    DbBackend, QueryResult, Statement, TransactionTrait,
};

use crate::check::Verdict;
use crate::failure::Failure;

/// A database of this run's own.
#[derive(Debug, Clone)]
pub(crate) struct Database {
    /// As the servers take it.
    pub(crate) url: String,
    connection: DatabaseConnection,
}

impl Database {
    /// A new database on the PostgreSQL at `server` (`postgres://…/postgres`).
    pub(crate) async fn on_postgres(server: &str, name: &str) -> Result<Self, Failure> {
        let admin = Sea::connect(options(server)).await?;
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
        admin.close().await?;
        let (base, _) = server
            .rsplit_once('/')
            .ok_or_else(|| Failure::Other("the address of PostgreSQL names no database".into()))?;
        Self::open(format!("{base}/{name}")).await
    }

    /// A new SQLite file.
    pub(crate) async fn on_sqlite(file: &Path) -> Result<Self, Failure> {
        Self::open(format!("sqlite://{}?mode=rwc", file.display())).await
    }

    async fn open(url: String) -> Result<Self, Failure> {
        let connection = Sea::connect(options(&url)).await?;
        if connection.get_database_backend() == DbBackend::Sqlite {
            connection.execute_unprepared("PRAGMA journal_mode = wal").await?;
        }
        Ok(Self { url, connection })
    }

    pub(crate) fn is_sqlite(&self) -> bool {
        self.connection.get_database_backend() == DbBackend::Sqlite
    }

    /// Runs statements one after the other, all or none.
    pub(crate) async fn run(&self, statements: &[String]) -> Result<(), Failure> {
        let on = self.connection.begin().await?;
        for statement in statements {
            on.execute_unprepared(&self.spell(statement)).await?;
        }
        Ok(on.commit().await?)
    }

    /// Runs one statement that no transaction may surround.
    pub(crate) async fn alone(&self, statement: &str) -> Result<(), Failure> {
        self.connection.execute_unprepared(statement).await?;
        Ok(())
    }

    /// The rows that a query finds.
    pub(crate) async fn rows(&self, query: &str) -> Result<Vec<QueryResult>, Failure> {
        let sql = self.spell(query);
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        Ok(self.connection.query_all_raw(statement).await?)
    }

    /// What `queries` find after `changes`, which are taken back again.
    pub(crate) async fn look_after(
        &self,
        changes: &[String],
        queries: &[String],
    ) -> Result<Vec<Vec<QueryResult>>, Failure> {
        let on = self.connection.begin().await?;
        for change in changes {
            on.execute_unprepared(&self.spell(change)).await?;
        }
        let mut found = Vec::new();
        for query in queries {
            let sql = self.spell(query);
            let backend = self.connection.get_database_backend();
            found.push(on.query_all_raw(Statement::from_string(backend, sql)).await?);
        }
        on.rollback().await?;
        Ok(found)
    }

    /// An open transaction, for who breaks things on purpose.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, Failure> {
        Ok(self.connection.begin().await?)
    }

    /// Uses every connection once, so that the pool finds out which of them are broken.
    pub(crate) async fn revive(&self) {
        for _ in 0..4 {
            // What fails here is what this is for.
            let _ = self.connection.execute_unprepared("SELECT 1").await;
        }
    }

    /// Whether a SQLite file is whole, as SQLite itself tells it.
    pub(crate) async fn integrity(&self) -> Result<Option<Verdict>, Failure> {
        if !self.is_sqlite() {
            return Ok(None);
        }
        let mut broken = Vec::new();
        for row in self.rows("PRAGMA integrity_check").await? {
            let said: String = row.try_get_by_index(0)?;
            if said != "ok" {
                broken.push(said);
            }
        }
        Ok(Some(Verdict { promise: "the SQLite file is whole", cases: 1, broken }))
    }

    /// Ends every connection.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        Ok(self.connection.close().await?)
    }

    /// Spells what the two databases write differently: `{now}`, `{in:SECONDS}`, `{id:BASE:NUMBER}`,
    /// `{letters:NUMBER}` and `{series:COUNT}`, where NUMBER and SECONDS are expressions without braces.
    pub(crate) fn spell(&self, statement: &str) -> String {
        let mut spelled = String::with_capacity(statement.len());
        let mut rest = statement;
        while let Some((before, after)) = rest.split_once('{') {
            let (word, behind) = after.split_once('}').unwrap_or((after, ""));
            spelled.push_str(before);
            spelled.push_str(&self.word(word));
            rest = behind;
        }
        spelled.push_str(rest);
        spelled
    }

    fn word(&self, word: &str) -> String {
        let (name, of) = word.split_once(':').unwrap_or((word, ""));
        match (name, self.is_sqlite()) {
            ("now", _) => self.word("in:0"),
            ("in", false) => {
                format!("(date_trunc('second', now()) + ({of}) * interval '1 second')")
            }
            ("in", true) => {
                format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now', printf('%+d seconds', {of}))")
            }
            ("id", sqlite) => {
                let (base, number) = of.split_once(':').unwrap_or((of, "0"));
                if sqlite {
                    format!("unhex(printf('01900000000070008000%012x', {base} + ({number})))")
                } else {
                    format!(
                        "('01900000-0000-7000-8000-' \
                         || lpad(to_hex({base} + ({number})::bigint), 12, '0'))::uuid"
                    )
                }
            }
            // An odd factor modulo a power of two: no two numbers below it give the same letters.
            ("letters", true) => format!("printf('%010X', (({of}) * 2654435761) % 1099511627776)"),
            ("letters", false) => format!(
                "upper(lpad(to_hex((({of})::bigint * 2654435761) % 1099511627776), 10, '0'))"
            ),
            ("series", true) => format!(
                "(WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {of}) \
                 SELECT n FROM s) AS s"
            ),
            ("series", false) => format!("generate_series(1::bigint, {of}) AS s (n)"),
            _ => format!("{{{word}}}"),
        }
    }
}

fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(2).sqlx_logging(false);
    options
}
