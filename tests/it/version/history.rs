//! What a version shows: who, when, what changed, and the whole event as it stood.

use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::event::scene::{CANCEL, PUBLISH, category};
use crate::support::make::TOMORROW;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const HISTORY: &str = "query($id: ID!) { event(id: $id) { version versions {
    totalCount nodes { number change createdAt actor { username } snapshot
        changes { field before after } } } } }";

const DIFF: &str = "query($id: ID!, $from: Int!, $to: Int!) { event(id: $id) {
    diff(from: $from, to: $to) { field before after } } }";

async fn diff(app: &TestApp, who: &Person, event: &str, from: i32, to: i32) -> Value {
    app.send(who, DIFF, json!({ "id": event, "from": from, "to": to })).await.at("event.diff")
}

fn change(field: &str, before: Value, after: Value) -> Value {
    json!({ "field": field, "before": before, "after": after })
}

#[rstest]
#[tokio::test]
async fn a_version_tells_who_did_what_and_how_the_event_stood(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let event = app.event(&olu, json!({ "publish": false, "capacity": 5 })).await;
    let changes = json!({ "title": "Ball", "capacity": null, "waitlistEnabled": false });
    app.update_event(&root, &event, changes).await.done();
    app.send(&olu, PUBLISH, json!({ "id": event })).await.done();
    let found = app.send(&olu, HISTORY, json!({ "id": event })).await.at("event");
    assert_eq!(found["version"], 3);
    assert_eq!(found["versions"]["totalCount"], 3);
    let [published, updated, created] = &found["versions"]["nodes"].as_array().unwrap()[..] else {
        panic!("{found:#}")
    };
    assert_eq!((&published["number"], &published["change"]), (&json!(3), &json!("PUBLISHED")));
    let status = change("status", json!("DRAFT"), json!("PUBLISHED"));
    assert_eq!(published["changes"], json!([status]));
    assert_eq!(updated["change"], "UPDATED");
    assert_eq!(updated["actor"]["username"], "root");
    let expected = json!([
        change("capacity", json!(5), json!(null)),
        change("title", json!("Concert"), json!("Ball")),
        change("waitlistEnabled", json!(true), json!(false)),
    ]);
    assert_eq!(updated["changes"], expected);
    assert_eq!((&created["change"], &created["changes"]), (&json!("CREATED"), &json!([])));
    assert_eq!(created["actor"]["username"], "olu");
    assert!(created["createdAt"].as_str() < updated["createdAt"].as_str());
    let snapshot = json!({
        "title": "Concert", "description": "", "location": "Lagos", "language": "en",
        "category": null, "organizer": olu.id, "startsAt": TOMORROW,
        "endsAt": "2030-06-02T13:00:00Z", "timeZone": "UTC", "status": "DRAFT",
        "visibility": "PUBLIC", "capacity": 5, "sellingOutThreshold": 5,
        "maxSeatsPerRegistration": 10, "waitlistEnabled": true, "registrationOpensAt": null,
        "registrationClosesAt": null, "guestListVisibility": "COLLABORATORS",
    });
    assert_eq!(created["snapshot"], snapshot);
}

#[rstest]
#[tokio::test]
async fn any_two_versions_are_compared_in_either_direction(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    for title in ["Ball", "Gala", "Concert"] {
        app.update_event(&olu, &event, json!({ "title": title })).await.done();
    }
    app.send(&olu, CANCEL, json!({ "id": event })).await.done();
    let ahead = json!([change("title", json!("Concert"), json!("Gala"))]);
    assert_eq!(diff(&app, &olu, &event, 1, 3).await, ahead);
    let back = json!([change("title", json!("Gala"), json!("Concert"))]);
    assert_eq!(diff(&app, &olu, &event, 3, 1).await, back);
    assert_eq!(diff(&app, &olu, &event, 1, 4).await, json!([]));
    assert_eq!(diff(&app, &olu, &event, 2, 2).await, json!([]));
    for (from, to) in [(0, 1), (1, 6), (-1, i32::MAX), (i32::MIN, 1)] {
        assert_eq!(diff(&app, &olu, &event, from, to).await, json!(null), "{from} to {to}");
    }
}

#[rstest]
#[tokio::test]
async fn a_category_is_called_by_its_slug_of_today_and_its_new_name_is_no_change(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    let slug = category(&app, &sam, "Music").await;
    let event = app.event(&olu, json!({ "category": slug })).await;
    let id = app.send(&sam, "{ categories { id } }", json!({})).await.text("categories.0.id");
    let rename = "mutation($id: ID!) { updateCategory(input: { id: $id, slug: \"concerts\" }) {
        category { slug } userErrors { code } } }";
    app.send(&sam, rename, json!({ "id": id })).await.done();
    app.update_event(&olu, &event, json!({ "title": "Ball" })).await.done();
    let title = json!([change("title", json!("Concert"), json!("Ball"))]);
    assert_eq!(diff(&app, &olu, &event, 1, 2).await, title);
    app.update_event(&olu, &event, json!({ "category": null })).await.done();
    let cleared = json!([change("category", json!("concerts"), json!(null))]);
    assert_eq!(diff(&app, &olu, &event, 2, 3).await, cleared);
    // Nothing is in it any more, and its last name is remembered.
    let delete = "mutation($id: ID!) { deleteCategory(input: { id: $id }) {
        deletedCategoryId userErrors { code } } }";
    app.send(&sam, delete, json!({ "id": id })).await.done();
    let cleared = json!([change("category", json!("concerts"), json!(null))]);
    assert_eq!(diff(&app, &olu, &event, 2, 3).await, cleared);
}

#[rstest]
#[tokio::test]
async fn an_erased_account_leaves_its_versions_without_a_name(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, edi, root) =
        (app.organizer("olu").await, app.attendee("edi").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &edi, turnout::entity::word::CollaboratorRole::Editor).await;
    app.update_event(&edi, &event, json!({ "title": "Ball" })).await.done();
    let erase = "mutation($id: ID!) { deleteUser(input: { id: $id }) {
        deletedUserId userErrors { code } } }";
    app.send(&root, erase, json!({ "id": edi.id })).await.done();
    let reply = app.send(&olu, HISTORY, json!({ "id": event })).await;
    assert_eq!(reply.at("event.versions.nodes.0.actor"), json!(null));
    assert_eq!(reply.at("event.versions.nodes.0.snapshot.title"), json!("Ball"));
    assert_eq!(reply.at("event.versions.nodes.1.actor.username"), json!("olu"));
    assert!(!String::from_utf8_lossy(&reply.bytes).contains("edi"));
}

#[rstest]
#[tokio::test]
async fn an_event_from_before_shows_its_first_version_and_old_versions_lack_new_fields(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let transaction = app.core.db.begin().await.unwrap();
    transaction.execute_unprepared("DELETE FROM event_versions").await.unwrap();
    transaction.execute_unprepared("UPDATE events SET version = 0").await.unwrap();
    transaction.commit().await.unwrap();
    let found = app.send(&olu, HISTORY, json!({ "id": event })).await.at("event");
    assert_eq!((&found["version"], &found["versions"]["totalCount"]), (&json!(1), &json!(1)));
    assert_eq!(found["versions"]["nodes"][0]["change"], "CREATED");
    assert_eq!(found["versions"]["nodes"][0]["snapshot"]["title"], "Concert");
    assert_eq!(diff(&app, &olu, &event, 1, 1).await, json!([]));

    app.update_event(&olu, &event, json!({ "title": "Ball", "capacity": 4 })).await.done();
    let transaction = app.core.db.begin().await.unwrap();
    let old = "UPDATE event_versions SET snapshot = '{\"title\":\"Concert\"}' WHERE number = 1";
    transaction.execute_unprepared(old).await.unwrap();
    transaction.commit().await.unwrap();
    let title = json!([change("title", json!("Concert"), json!("Ball"))]);
    assert_eq!(diff(&app, &olu, &event, 1, 2).await, title);
    let reply = app.send(&olu, HISTORY, json!({ "id": event })).await;
    assert_eq!(reply.at("event.versions.nodes.1.snapshot"), json!({ "title": "Concert" }));
}
