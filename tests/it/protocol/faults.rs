//! Faults of ours and a database that is away: told without a word of the inside.

use rstest::rstest;
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::entity::event;

use crate::protocol::{NOBODY, assert_refused};
use crate::support::make::CREATE_EVENT;
use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};

/// Takes a table away under the running server.
async fn lose(app: &TestApp, table: &str) {
    let on = app.core.db.begin().await.unwrap();
    on.execute_unprepared(&format!("ALTER TABLE {table} RENAME TO lost")).await.unwrap();
    on.commit().await.unwrap();
}

/// One INTERNAL error that names the request and nothing of the inside.
#[track_caller]
fn assert_says_nothing(reply: &Reply, table: &str) {
    assert_eq!(reply.codes(), ["INTERNAL"]);
    let error = reply.json()["errors"][0].clone();
    assert_eq!(error["message"], "Something went wrong on our side.");
    let id = reply.headers["x-request-id"].to_str().unwrap();
    assert_eq!(error["extensions"], json!({ "code": "INTERNAL", "requestId": id }));
    let body = String::from_utf8(reply.bytes.clone()).unwrap().to_lowercase();
    for told in [table, "select", "sql", "table", "relation", "sea_orm", "panick"] {
        assert!(!body.replace("\"path\":[\"categories\"]", "").contains(told), "{told} in {body}");
    }
}

#[rstest]
#[tokio::test]
async fn a_fault_in_a_query_says_nothing_of_the_inside(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    lose(&app, "categories").await;
    let reply = app.send(NOBODY, "{ categories { name } }", json!({})).await;
    assert_says_nothing(&reply, "categories");
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json()["data"], Value::Null);
    assert_eq!(
        app.send(NOBODY, "{ events { totalCount } }", json!({})).await.data(),
        json!({ "events": { "totalCount": 0 } })
    );
}

#[rstest]
#[tokio::test]
async fn a_fault_in_a_mutation_says_nothing_and_changes_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    lose(&app, "event_search").await;
    let reply = app.try_event(&olu, json!({})).await;
    assert_says_nothing(&reply, "event_search");
    assert_eq!(event::Entity::find().count(app.core.db.read()).await.unwrap(), 0);
}

#[rstest]
#[tokio::test]
async fn a_fault_before_anything_runs_says_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ada = app.attendee("ada").await;
    lose(&app, "sessions").await;
    let reply = app.send(&ada, "{ __typename }", json!({})).await;
    assert_says_nothing(&reply, "sessions");
    assert_eq!(reply.status, 500);
    assert_eq!(reply.json().get("data"), None);
}

const IMPATIENT: [(&str, &str); 2] = [("DB_MAX_CONNECTIONS", "1"), ("DB_ACQUIRE_TIMEOUT", "100ms")];

#[rstest]
#[tokio::test]
async fn a_command_that_gets_no_connection_is_told_to_come_again(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &IMPATIENT).await;
    let olu = app.organizer("olu").await;
    let held = app.core.db.begin().await.unwrap();
    let reply = app.try_event(&olu, json!({})).await;
    assert_eq!((reply.status.as_u16(), reply.codes()), (503, vec!["UNAVAILABLE".to_owned()]));
    assert_eq!(reply.headers["retry-after"], "1");
    assert!(!String::from_utf8_lossy(&reply.bytes).to_lowercase().contains("pool"));
    held.rollback().await.unwrap();
    app.event(&olu, json!({})).await;
    assert_eq!(event::Entity::find().count(app.core.db.read()).await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn a_query_that_gets_no_connection_is_told_to_come_again() {
    let app = TestApp::start_with(Postgres, &IMPATIENT).await;
    let ada = app.attendee("ada").await;
    let held = app.core.db.begin().await.unwrap();
    let query = "{ events { totalCount } }";
    let reply = app.send(NOBODY, query, json!({})).await;
    assert_eq!((reply.status.as_u16(), reply.codes()), (503, vec!["UNAVAILABLE".to_owned()]));
    assert_eq!(reply.headers["retry-after"], "1");
    let signed_in = app.send(&ada, query, json!({})).await;
    assert_refused(&signed_in, 503, "UNAVAILABLE");
    assert_eq!(signed_in.headers["retry-after"], "1");
    held.rollback().await.unwrap();
    app.send(&ada, query, json!({})).await.data();
}

#[rstest]
#[tokio::test]
async fn on_sqlite_readers_go_on_while_a_command_writes() {
    let app = TestApp::start_with(Sqlite, &IMPATIENT).await;
    let olu = app.organizer("olu").await;
    let held = app.core.db.begin().await.unwrap();
    let reply = app.send(&olu, "{ events { totalCount } }", json!({})).await;
    assert_eq!(reply.at("events.totalCount"), 0);
    held.rollback().await.unwrap();
    let input = json!({ "title": "x", "location": "y", "startsAt": "2030-06-02T12:00:00Z" });
    app.send(&olu, CREATE_EVENT, json!({ "input": input })).await.done();
}
