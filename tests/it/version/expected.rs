//! `expectedVersion`: a change that was made from another version is not written.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

const UPDATE: &str = "mutation($input: UpdateEventInput!) { updateEvent(input: $input) {
    event { title location version versions { totalCount } } userErrors { code message field } } }";

const ROLLBACK: &str = "mutation($input: RollbackEventInput!) { rollbackEvent(input: $input) {
    event { title location version versions { totalCount } } userErrors { code message field } } }";

async fn update(app: &TestApp, who: &Person, input: Value) -> Reply {
    app.send(who, UPDATE, json!({ "input": input })).await
}

#[rstest]
#[tokio::test]
async fn a_change_from_the_current_version_is_written(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let input = json!({ "id": event, "expectedVersion": 1, "title": "Ball" });
    let done = update(&app, &olu, input).await.done();
    assert_eq!(done["event"]["version"], 2);
    let input = json!({ "id": event, "expectedVersion": 2, "title": "Gala" });
    assert_eq!(update(&app, &olu, input).await.done()["event"]["title"], "Gala");
    // Nobody has to say which version they saw.
    let input = json!({ "id": event, "expectedVersion": null, "title": "Concert" });
    assert_eq!(update(&app, &olu, input).await.done()["event"]["version"], 4);
}

#[rstest]
#[tokio::test]
async fn a_change_from_any_other_version_answers_the_current_state_and_writes_nothing(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(1, 3, 0, -1, i32::MAX)] expected: i32,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    app.update_event(&olu, &event, json!({ "location": "Accra" })).await.done();
    // What else is wrong with the change can only be told from the event as it is.
    let input = json!({ "id": event, "expectedVersion": expected, "title": "", "capacity": 0 });
    let reply = update(&app, &olu, input).await;
    assert_eq!(reply.refusals(), ["STALE_VERSION expectedVersion"]);
    let current = json!({
        "title": "Concert", "location": "Accra", "version": 2, "versions": { "totalCount": 2 },
    });
    assert_eq!(reply.payload()["event"], current);
    let input = json!({ "id": event, "toVersion": 1, "expectedVersion": expected });
    let reply = app.send(&olu, ROLLBACK, json!({ "input": input })).await;
    assert_eq!(reply.refusals(), ["STALE_VERSION expectedVersion"]);
    assert_eq!(reply.payload()["event"], current);
    let query = "query($id: ID!) { event(id: $id) {
        title location version versions { totalCount } } }";
    assert_eq!(app.send(&olu, query, json!({ "id": event })).await.at("event"), current);
}

#[rstest]
#[tokio::test]
async fn who_may_not_edit_does_not_learn_which_version_it_is(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    let input = json!({ "id": event, "expectedVersion": 7, "title": "Ball" });
    let reply = update(&app, &ada, input).await;
    assert_eq!(reply.refusals(), ["NOT_FOUND id"]);
    assert_eq!(reply.payload()["event"], json!(null));
}
