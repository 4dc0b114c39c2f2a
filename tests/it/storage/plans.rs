//! The listing that everybody loads is answered from its index.

use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;

use crate::storage::texts;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const DEFAULT: &str = "{ events { nodes { id title startsAt } pageInfo { hasNextPage } } }";

/// The one statement of the default listing.
async fn listing(app: &TestApp) -> String {
    let asked = app.send(None::<&Person>, DEFAULT, json!({}));
    let (reply, mut statements) = app.statements_of(asked).await;
    reply.data();
    assert_eq!(statements.len(), 1, "{statements:#?}");
    statements.remove(0)
}

/// How the database would run `sql`.
async fn plan(app: &TestApp, on: Database, sql: &str) -> String {
    let db = app.core.db.begin().await.unwrap();
    let lines = match on {
        Sqlite => {
            let statement =
                Statement::from_string(DbBackend::Sqlite, format!("EXPLAIN QUERY PLAN {sql}"));
            let rows = db.query_all_raw(statement).await.unwrap();
            rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect()
        }
        Postgres => {
            // A table of a few rows is quickest read through; one of many is not.
            let prepare = format!("SET LOCAL enable_seqscan = off; PREPARE listing AS {sql}");
            db.execute_unprepared(&prepare).await.unwrap();
            let values = "'PUBLIC', 'PUBLISHED', '2030-06-01T12:00:00Z', 21";
            let lines = texts(&db, &format!("EXPLAIN EXECUTE listing({values})")).await;
            db.execute_unprepared("DEALLOCATE listing").await.unwrap();
            lines
        }
    };
    lines.join("\n")
}

#[rstest]
#[tokio::test]
async fn the_default_listing_reads_its_index_in_order(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    app.event(&olu, json!({})).await;
    let sql = listing(&app).await;
    let plan = plan(&app, on, &sql).await;
    assert!(plan.contains("events_by_start"), "{sql}\n{plan}");
    for sorting in ["Sort", "TEMP B-TREE", "SCAN events\n", "Seq Scan"] {
        assert!(!plan.contains(sorting), "{sql}\n{plan}");
    }
}
