//! Feedback that an admin removes: a line in the log, and a word to its author.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

async fn left(app: &TestApp, olu: &Person, ada: &Person) -> (String, String) {
    let event = app.event(olu, json!({})).await;
    app.registered(ada, &event, 1).await;
    app.advance(TimeDelta::hours(26));
    let leave = "mutation($id: ID!) { leaveFeedback(input: { eventId: $id, rating: 1 }) {
        feedback { id } userErrors { code } } }";
    let made = app.send(ada, leave, json!({ "id": event })).await;
    (event, made.text("leaveFeedback.feedback.id"))
}

const DELETE: &str = "mutation($id: ID!) { deleteFeedback(input: { id: $id }) {
    deletedFeedbackId userErrors { code } } }";

#[rstest]
#[tokio::test]
async fn what_an_admin_removes_is_recorded_and_its_author_is_told(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let root = app.admin("root").await;
    let (event, id) = left(&app, &olu, &ada).await;
    app.send(&root, DELETE, json!({ "id": id })).await.done();
    let told = app.told(&ada).await;
    let last = told.last().unwrap();
    assert_eq!(last["kind"], "FEEDBACK_REMOVED");
    let said = "Your feedback on “Concert” was removed by an administrator of this server.";
    assert_eq!(last["message"], said);
    assert_eq!(last["event"]["id"], json!(event));
    let log = "{ auditLog(filter: { action: \"feedback.removed\" }) { nodes {
        actor { username } subjectId details } } }";
    assert_eq!(
        app.send(&root, log, json!({})).await.at("auditLog.nodes"),
        json!([{ "actor": { "username": "root" }, "subjectId": id,
            "details": { "event": event, "author": ada.id } }])
    );
    assert_eq!(app.told_kinds(&root).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn what_its_author_takes_back_is_nobodys_business(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let (_, id) = left(&app, &olu, &root).await;
    app.send(&root, DELETE, json!({ "id": id })).await.done();
    assert_eq!(app.told_kinds(&root).await, ["REGISTERED"]);
    let log = "{ auditLog(filter: { action: \"feedback.removed\" }) { totalCount } }";
    assert_eq!(app.send(&root, log, json!({})).await.at("auditLog.totalCount"), json!(0));
}
