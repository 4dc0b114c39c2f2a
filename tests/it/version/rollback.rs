//! Going back to an earlier version.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::{CANCEL, category, listed};
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

const ROLLBACK: &str = "mutation($input: RollbackEventInput!) { rollbackEvent(input: $input) {
    event { title description location capacity status registeredCount waitlistedCount version
        category { slug } versions(first: 1) { nodes { change actor { username } } } }
    userErrors { code message field } } }";

async fn roll_back(app: &TestApp, who: &Person, event: &str, to: i32) -> Reply {
    let input = json!({ "id": event, "toVersion": to });
    app.send(who, ROLLBACK, json!({ "input": input })).await
}

async fn version(app: &TestApp, who: &Person, event: &str) -> Value {
    let query = "query($id: ID!) { event(id: $id) { version } }";
    app.send(who, query, json!({ "id": event })).await.at("event.version")
}

#[rstest]
#[tokio::test]
async fn the_fields_of_then_come_back_as_a_new_version(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "description": "Bring a friend." })).await;
    let changes = json!({ "title": "Ball", "description": "", "location": "Accra", "capacity": 3 });
    app.update_event(&olu, &event, changes).await.done();
    app.registered(&ada, &event, 2).await;
    app.send(&olu, CANCEL, json!({ "id": event })).await.done();
    let done = roll_back(&app, &olu, &event, 1).await.done();
    let expected = json!({
        "title": "Concert", "description": "Bring a friend.", "location": "Lagos",
        "capacity": null, "category": null,
        // What is no field of its own stays.
        "status": "CANCELLED", "registeredCount": 2, "waitlistedCount": 0,
        "version": 4,
        "versions": { "nodes": [{ "change": "ROLLED_BACK", "actor": { "username": "olu" } }] },
    });
    assert_eq!(done["event"], expected);
}

#[rstest]
#[tokio::test]
async fn a_search_finds_the_words_of_then(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    app.update_event(&olu, &event, json!({ "title": "Ball" })).await.done();
    roll_back(&app, &olu, &event, 1).await.done();
    assert_eq!(listed(&app, None, json!({ "search": "concert" })).await, "Concert");
    assert_eq!(listed(&app, None, json!({ "search": "ball" })).await, "");
}

#[rstest]
#[tokio::test]
async fn to_the_current_state_changes_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    app.update_event(&olu, &event, json!({ "title": "Ball" })).await.done();
    app.update_event(&olu, &event, json!({ "title": "Concert" })).await.done();
    for to in [1, 3] {
        let done = roll_back(&app, &olu, &event, to).await.done();
        assert_eq!(
            (&done["event"]["title"], &done["event"]["version"]),
            (&json!("Concert"), &json!(3))
        );
    }
}

#[rstest]
#[tokio::test]
async fn to_a_version_that_is_none_is_refused(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(0, 2, -1, i32::MAX)] to: i32,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let reply = roll_back(&app, &olu, &event, to).await;
    assert_eq!(reply.refusals(), ["NOT_FOUND toVersion"]);
    assert_eq!(reply.payload()["event"], json!(null));
    assert_eq!(version(&app, &olu, &event).await, 1);
}

#[rstest]
#[tokio::test]
async fn a_limit_under_what_is_registered_is_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "capacity": 2 })).await;
    app.update_event(&olu, &event, json!({ "capacity": 5, "title": "Ball" })).await.done();
    app.registered(&ada, &event, 3).await;
    let reply = roll_back(&app, &olu, &event, 1).await;
    assert_eq!(reply.refusals(), ["CAPACITY_BELOW_REGISTERED toVersion"]);
    assert_eq!(reply.payload()["event"], json!(null));
    assert_eq!(version(&app, &olu, &event).await, 2);
}

#[rstest]
#[tokio::test]
async fn seats_that_come_back_go_to_those_in_line(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(json!(4), json!(null))] of_then: Value,
) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": of_then })).await;
    app.update_event(&olu, &event, json!({ "capacity": 2 })).await.done();
    app.registered(&ada, &event, 2).await;
    app.registered(&ben, &event, 2).await;
    let done = roll_back(&app, &olu, &event, 1).await.done();
    let counts = (&done["event"]["registeredCount"], &done["event"]["waitlistedCount"]);
    assert_eq!(counts, (&json!(4), &json!(0)));
    let own = "{ viewer { registrations { nodes { status tickets { code } } } } }";
    let reply = app.send(&ben, own, json!({})).await;
    assert_eq!(reply.at("viewer.registrations.nodes.0.status"), "REGISTERED");
    let tickets = reply.at("viewer.registrations.nodes.0.tickets");
    assert_eq!(tickets.as_array().unwrap().len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_category_comes_back_and_one_that_is_gone_is_cleared(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    let slug = category(&app, &sam, "Music").await;
    let event = app.event(&olu, json!({ "category": slug })).await;
    let changes = json!({ "category": null, "title": "Ball" });
    app.update_event(&olu, &event, changes.clone()).await.done();
    let done = roll_back(&app, &olu, &event, 1).await.done();
    assert_eq!(done["event"]["category"]["slug"], slug);
    app.update_event(&olu, &event, changes).await.done();
    let id = app.send(&sam, "{ categories { id } }", json!({})).await.text("categories.0.id");
    let delete = "mutation($id: ID!) { deleteCategory(input: { id: $id }) {
        deletedCategoryId userErrors { code } } }";
    app.send(&sam, delete, json!({ "id": id })).await.done();
    let done = roll_back(&app, &olu, &event, 1).await.done();
    assert_eq!(done["event"]["title"], "Concert");
    assert_eq!(done["event"]["category"], json!(null));
}
