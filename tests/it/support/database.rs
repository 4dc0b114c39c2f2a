//! A fresh database for each test, copied from one that was migrated once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database as Connect};
use tokio::sync::OnceCell;
use turnout::config::{Config, Source};
use turnout::db::{Db, migrate};

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);
static SQLITE: OnceCell<PathBuf> = OnceCell::const_new();
static POSTGRES: OnceCell<String> = OnceCell::const_new();

impl Database {
    /// The address of a fresh, migrated database.
    pub(crate) async fn fresh(self) -> String {
        match self {
            Self::Sqlite => {
                let template = SQLITE.get_or_init(sqlite_template).await;
                let path = file(&format!("test-{}", next()));
                std::fs::copy(template, &path).unwrap();
                sqlite_url(&path)
            }
            Self::Postgres => {
                let template = POSTGRES.get_or_init(postgres_template).await;
                postgres_database(&format!("TEMPLATE \"{template}\"")).await.1
            }
        }
    }

    /// The address of a fresh database without any table.
    pub(crate) async fn empty(self) -> String {
        match self {
            Self::Sqlite => sqlite_url(&file(&format!("empty-{}", next()))),
            Self::Postgres => postgres_database("TEMPLATE template0").await.1,
        }
    }
}

fn next() -> u32 {
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// Each process has a folder of its own; the operating system clears it.
fn file(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("turnout-tests-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder.join(format!("{name}.db"))
}

fn sqlite_url(path: &Path) -> String {
    format!("sqlite://{}?mode=rwc", path.display())
}

async fn sqlite_template() -> PathBuf {
    let path = file("template");
    migrated(&sqlite_url(&path)).await;
    path
}

async fn postgres_template() -> String {
    let (name, url) = postgres_database("TEMPLATE template0").await;
    migrated(&url).await;
    name
}

async fn migrated(url: &str) {
    let config = Config::read(&Source::from_pairs(&[("DATABASE_URL", url)])).unwrap();
    let db = Db::connect(&config.database, None).await.unwrap();
    migrate::up(&db).await.unwrap();
    db.close().await.unwrap();
}

async fn postgres_database(from: &str) -> (String, String) {
    let server = std::env::var_os("TEST_DATABASE_URL").and_then(|url| url.into_string().ok());
    let server = server.expect(
        "TEST_DATABASE_URL is not set: run `scripts/test --quick`, or put \
         `scripts/postgres-for-tests` before your command, which starts a PostgreSQL of its own",
    );
    let name = format!("turnout_test_{}_{}", std::process::id(), next());
    let admin = Connect::connect(&server).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE \"{name}\" {from}")).await.unwrap();
    admin.close().await.unwrap();
    let (base, _) = server.rsplit_once('/').unwrap();
    (name.clone(), format!("{base}/{name}"))
}
