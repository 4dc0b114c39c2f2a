//! Publishing and cancelling.

use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use turnout::entity::event;
use turnout::kernel::id::EventId;

use crate::event::scene::{CANCEL, Cast, PUBLISH, listed};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn publishing_twice_is_fine_and_changes_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = app.event(&cast.owner, json!({ "publish": false })).await;
    let published = app.send(&cast.owner, PUBLISH, json!({ "id": event })).await.done();
    assert_eq!(published["event"]["status"], "PUBLISHED");
    let state = cast.state(&app, &event).await;
    let again = app.send(&cast.owner, PUBLISH, json!({ "id": event })).await.done();
    assert_eq!(again["event"]["status"], "PUBLISHED");
    assert_eq!(cast.state(&app, &event).await, state);
    assert_eq!(listed(&app, None, json!({})).await, "Concert");
}

#[rstest]
#[tokio::test]
async fn a_cancelled_event_is_neither_cancelled_again_nor_published(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = app.event(&cast.owner, json!({})).await;
    app.send(&cast.owner, CANCEL, json!({ "id": event })).await.done();
    let state = cast.state(&app, &event).await;
    let again = app.send(&cast.owner, CANCEL, json!({ "id": event, "reason": "More" })).await;
    assert_eq!(again.refusals(), ["ALREADY_CANCELLED id"]);
    assert_eq!(again.payload()["event"], Value::Null);
    let published = app.send(&cast.owner, PUBLISH, json!({ "id": event })).await;
    assert_eq!(published.refusals(), ["INVALID id"]);
    assert_eq!(published.payload()["event"], Value::Null);
    assert_eq!(cast.state(&app, &event).await, state);
}

#[rstest]
#[tokio::test]
async fn cancelling_keeps_registrations(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    let cancelled = app.send(&cast.owner, CANCEL, json!({ "id": event })).await.done();
    assert_eq!(cancelled["event"], json!({ "status": "CANCELLED", "registeredCount": 1 }));
    let query = "query($id: ID!) { event(id: $id) { waitlistedCount registrationState
        registrations { nodes { status user { username } tickets { code } } } } }";
    let kept = app.send(&cast.owner, query, json!({ "id": event })).await.at("event");
    assert_eq!(kept["waitlistedCount"], 1);
    assert_eq!(kept["registrationState"], "CANCELLED");
    let rows = kept["registrations"]["nodes"].as_array().unwrap();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            let tickets = row["tickets"].as_array().unwrap().len();
            (row["user"]["username"].as_str().unwrap(), row["status"].as_str().unwrap(), tickets)
        })
        .collect();
    assert_eq!(shown, [("reg", "REGISTERED", 1), ("wait", "WAITLISTED", 0)]);
    // Gone from the lists of everybody, and still there for who asks for it.
    assert_eq!(listed(&app, None, json!({})).await, "");
    assert_eq!(listed(&app, None, json!({ "status": ["CANCELLED"] })).await, "Concert");
}

#[rstest]
#[tokio::test]
async fn a_draft_that_is_cancelled_is_seen_as_any_cancelled_event(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "publish": false })).await;
    let cancelled = app.send(&olu, CANCEL, json!({ "id": event })).await.done();
    assert_eq!(cancelled["event"]["status"], "CANCELLED");
    assert_eq!(listed(&app, &olu, json!({ "status": ["DRAFT"] })).await, "");
}

#[rstest]
#[tokio::test]
async fn the_reason_is_kept_and_has_its_rules(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = app.event(&cast.owner, json!({})).await;
    let state = cast.state(&app, &event).await;
    for bad in ["é".repeat(1001), "a\u{0}b".to_owned(), "\u{1b}".to_owned()] {
        let reply = app.send(&cast.owner, CANCEL, json!({ "id": event, "reason": bad })).await;
        assert_eq!(reply.refusals(), ["INVALID reason"], "{bad:?}");
    }
    assert_eq!(cast.state(&app, &event).await, state);
    let reason = "é".repeat(1000);
    app.send(&cast.owner, CANCEL, json!({ "id": event, "reason": reason })).await.done();
    let id = EventId::parse(&event).unwrap();
    let row = event::Entity::find_by_id(id).one(app.core.db.read()).await.unwrap().unwrap();
    assert_eq!(row.cancellation_reason, Some(reason));
    assert!(row.cancelled_at.is_some());
}
