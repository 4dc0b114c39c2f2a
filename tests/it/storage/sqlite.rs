//! SQLite as it must be set up.

use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};
use turnout::config::{Config, Source};
use turnout::db::Db;
use turnout::kernel::error::Failure;

use crate::storage::texts;
use crate::support::{Sqlite, TestApp};

async fn number(on: &impl ConnectionTrait, sql: &str) -> i64 {
    let statement = Statement::from_string(DbBackend::Sqlite, sql.to_owned());
    on.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn connect(url: &str, patience: &str) -> Db {
    let pairs = [("DATABASE_URL", url), ("DB_ACQUIRE_TIMEOUT", patience)];
    let config = Config::read(&Source::from_pairs(&pairs)).unwrap();
    Db::connect(&config.database, None).await.unwrap()
}

#[tokio::test]
async fn every_connection_keeps_what_it_acknowledged_and_follows_its_keys() {
    let app = TestApp::start(Sqlite).await;
    let db = &app.core.db;
    let writer = db.begin().await.unwrap();
    // Two readers at once, so that it is not only the first connection of the pool.
    let (one, other) = (db.read().begin().await.unwrap(), db.read().begin().await.unwrap());
    for on in [&writer, &one, &other] {
        assert_eq!(texts(on, "PRAGMA journal_mode").await, ["wal"]);
        assert_eq!(number(on, "PRAGMA synchronous").await, 2, "FULL");
        assert_eq!(number(on, "PRAGMA foreign_keys").await, 1);
    }
}

#[tokio::test]
async fn a_command_takes_the_write_lock_as_it_begins() {
    let url = Sqlite.fresh().await;
    let (one, other) = (connect(&url, "2s").await, connect(&url, "50ms").await);
    let held = one.begin().await.unwrap();
    assert!(matches!(other.begin().await, Err(Failure::Unavailable(_))));
    held.rollback().await.unwrap();
    other.begin().await.unwrap().rollback().await.unwrap();
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn writers_of_two_processes_queue_and_none_fails() {
    let url = Sqlite.fresh().await;
    let dbs = [connect(&url, "30s").await, connect(&url, "30s").await];
    let on = dbs[0].begin().await.unwrap();
    on.execute_unprepared("INSERT INTO settings VALUES ('count', '0')").await.unwrap();
    on.commit().await.unwrap();
    let mut writers = tokio::task::JoinSet::new();
    for db in dbs.iter().cycle().take(40) {
        let db = db.clone();
        writers.spawn(async move {
            // Read, then write: begun without the lock, one of two would fail here.
            let on = db.begin().await.unwrap();
            let count = texts(&on, "SELECT value FROM settings WHERE name = 'count'").await;
            let next = count[0].parse::<u32>().unwrap() + 1;
            let sql = format!("UPDATE settings SET value = '{next}' WHERE name = 'count'");
            on.execute_unprepared(&sql).await.unwrap();
            on.commit().await.unwrap();
        });
    }
    writers.join_all().await;
    let count = texts(dbs[0].read(), "SELECT value FROM settings WHERE name = 'count'").await;
    assert_eq!(count, ["40"]);
}
