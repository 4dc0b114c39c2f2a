//! Erasing an account: nothing of the person stays, and nothing of others is lost.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;
use turnout::entity::{event_collaborator, refresh_token, session};

use crate::account::PASSWORD;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const REGISTRATIONS: &str = "query($id: ID!) { event(id: $id) {
    registeredCount waitlistedCount
    registrations { nodes { status quantity email user { displayName username firstName } } } } }";

async fn registrations(app: &TestApp, who: &Person, event: &str) -> Value {
    app.send(who, REGISTRATIONS, json!({ "id": event })).await.at("event")
}

#[rstest]
#[tokio::test]
async fn an_erased_account_keeps_nothing_of_the_person(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let ann = app.signed_up("ann@example.org").await;
    let id = &ann.person.id;
    let names = json!({ "firstName": "Ann", "lastName": "Berg" });
    app.update_user(&root, id, names).await.done();
    assert_eq!(app.delete_user(&root, id).await.done()["deletedUserId"], json!(id));

    assert!(!app.is_live(&ann.person.token).await);
    let reply = app.try_refresh(&ann.refresh_token).await;
    assert_eq!(reply.refusals(), ["INVALID_TOKEN refreshToken"]);
    let lookups = "query($id: ID!) { user(id: $id) { id } node(id: $id) { id } users { nodes {
        username } } }";
    let seen = app.send(&root, lookups, json!({ "id": id })).await.data();
    let nodes = json!([{ "username": "root" }]);
    assert_eq!(seen, json!({ "user": null, "node": null, "users": { "nodes": nodes } }));

    let row = app.user_row(ann.person.user_id).await;
    assert!(row.erased_at.is_some() && !row.is_active && row.username.starts_with("deleted-"));
    let text = format!("{row:?}").to_lowercase();
    assert!(!text.contains("ann") && !text.contains("berg") && !text.contains("argon"), "{text}");
    let read = app.core.db.read();
    assert_eq!(session::Entity::find().count(read).await.unwrap(), 1, "that of root");
    assert_eq!(refresh_token::Entity::find().count(read).await.unwrap(), 0);
    for login in [row.username.as_str(), row.email.as_str(), "ann@example.org"] {
        let reply = app.try_sign_in(login, PASSWORD).await;
        assert_eq!(reply.refusals(), ["INVALID_CREDENTIALS"]);
    }
    assert_eq!(app.signed_up("ann@example.org").await.person.username, "ann", "free again");
}

#[rstest]
#[tokio::test]
async fn coming_seats_go_to_the_next_in_line_without_a_name(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (root, olu) = (app.admin("root").await, app.organizer("olu").await);
    let (ann, bob) = (app.attendee("ann").await, app.attendee("bob").await);
    let event = app.event(&olu, json!({ "capacity": 2 })).await;
    app.registered(&ann, &event, 2).await;
    app.registered(&bob, &event, 1).await;
    app.delete_user(&root, &ann.id).await.done();
    let username = app.user_row(ann.user_id).await.username;
    let gone = json!({ "displayName": "Deleted account", "username": username, "firstName": "" });
    let next = json!({ "displayName": "bob", "username": "bob", "firstName": "" });
    let nodes = json!([
        { "status": "CANCELLED", "quantity": 2, "email": null, "user": gone },
        { "status": "REGISTERED", "quantity": 1, "email": bob.email, "user": next },
    ]);
    let seen = registrations(&app, &olu, &event).await;
    let counts = json!({ "registeredCount": 1, "waitlistedCount": 0,
        "registrations": { "nodes": nodes } });
    assert_eq!(seen, counts);
}

#[rstest]
#[tokio::test]
async fn what_is_over_stays_counted(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (root, olu) = (app.admin("root").await, app.organizer("olu").await);
    let ann = app.attendee("ann").await;
    let event = app.event(&olu, json!({})).await;
    app.registered(&ann, &event, 2).await;
    app.advance(TimeDelta::days(2));
    app.delete_user(&root, &ann.id).await.done();
    app.delete_user(&root, &olu.id).await.done();
    let seen = registrations(&app, &root, &event).await;
    assert_eq!(seen["registeredCount"], 2);
    assert_eq!(seen["registrations"]["nodes"][0]["status"], "REGISTERED");
    assert_eq!(seen["registrations"]["nodes"][0]["user"]["displayName"], "Deleted account");
    let organizer = "query($id: ID!) { event(id: $id) { organizer { displayName } } }";
    let seen = app.send(None, organizer, json!({ "id": event })).await;
    assert_eq!(seen.at("event.organizer.displayName"), "Deleted account");
}

#[rstest]
#[tokio::test]
async fn an_organizer_of_coming_events_stays(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (root, olu) = (app.admin("root").await, app.organizer("olu").await);
    let ann = app.attendee("ann").await;
    let event = app.event(&olu, json!({})).await;
    let draft = app.event(&olu, json!({ "publish": false })).await;
    let other = app.event(&root, json!({})).await;
    app.registered(&olu, &other, 1).await;
    let before = app.user_row(olu.user_id).await;
    let cancel = "mutation($id: ID!) { cancelEvent(input: { id: $id }) {
        userErrors { code message field } } }";
    for left in [&event, &draft] {
        assert_eq!(app.delete_user(&root, &olu.id).await.refusals(), ["IN_USE"]);
        app.send(&olu, cancel, json!({ "id": left })).await.done();
    }
    assert_eq!(app.user_row(olu.user_id).await, before);
    let own = "query($id: ID!) { event(id: $id) { viewerRegistration { status } } }";
    let seen = app.send(&olu, own, json!({ "id": other })).await;
    assert_eq!(seen.at("event.viewerRegistration.status"), "REGISTERED");
    app.delete_user(&root, &olu.id).await.done();
    assert!(app.is_live(&ann.token).await);
}

#[rstest]
#[tokio::test]
async fn what_was_shared_with_the_person_is_taken_back(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (root, olu) = (app.admin("root").await, app.organizer("olu").await);
    let (ann, bob) = (app.attendee("ann").await, app.attendee("bob").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &ann, CollaboratorRole::Editor).await;
    app.share(&event, &bob, CollaboratorRole::Editor).await;
    app.update_event(&ann, &event, json!({ "title": "Recital" })).await.done();
    app.delete_user(&root, &ann.id).await.done();
    let shares = event_collaborator::Entity::find().all(app.core.db.read()).await.unwrap();
    assert_eq!(shares.iter().map(|share| share.user_id).collect::<Vec<_>>(), [bob.user_id]);
}
