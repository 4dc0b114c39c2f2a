//! What editors of an event do for others, and what private events ask for.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use crate::support::make::REGISTER;
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

async fn register_other(app: &TestApp, who: &Person, event: &str, person: Value) -> Reply {
    let input = json!({ "eventId": event, "person": person });
    app.send(who, REGISTER, json!({ "input": input })).await
}

#[rstest]
#[tokio::test]
async fn an_editor_registers_others_by_id_username_or_address(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, edi) = (app.organizer("olu").await, app.attendee("edi").await);
    let (ada, ben, cid) =
        (app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    app.share(&event, &edi, CollaboratorRole::Editor).await;
    let by_id = register_other(&app, &edi, &event, json!({ "id": ada.id })).await.done();
    assert_eq!(by_id["registration"]["user"]["username"], "ada");
    let by_name = register_other(&app, &olu, &event, json!({ "username": "BEN" })).await.done();
    assert_eq!(by_name["registration"]["user"]["username"], "ben");
    let person = json!({ "email": "CID@example.org" });
    let by_email = register_other(&app, &olu, &event, person).await.done();
    assert_eq!(by_email["registration"]["user"]["username"], "cid");

    let unknown = register_other(&app, &olu, &event, json!({ "username": "nobody" })).await;
    assert_eq!(unknown.refusals(), ["NOT_FOUND person"]);
    let twice = register_other(&app, &edi, &event, json!({ "id": ada.id })).await;
    assert_eq!(twice.refusals(), ["ALREADY_REGISTERED"]);
    // Registering somebody does not tell their address to who did not know it.
    let emails = "query($id: ID!) { event(id: $id) { registrations { nodes { email } } } }";
    let seen = app.send(&olu, emails, json!({ "id": event })).await;
    let nodes = json!([{ "email": null }, { "email": null }, { "email": cid.email }]);
    assert_eq!(seen.at("event.registrations.nodes"), nodes);
    // Whoever was registered by an editor sees the private event from now on.
    let query = "query($id: ID!) { event(id: $id) { title } }";
    for guest in [&ada, &ben, &cid] {
        assert_eq!(
            app.send(guest, query, json!({ "id": event })).await.at("event.title"),
            "Concert"
        );
    }
}

#[rstest]
#[tokio::test]
async fn nobody_else_registers_others(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, eve) = (app.attendee("ada").await, app.attendee("eve").await);
    let (door, staff) = (app.attendee("door").await, app.staff("sam").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &door, CollaboratorRole::CheckIn).await;
    for who in [&eve, &door, &staff] {
        let reply = register_other(&app, who, &event, json!({ "id": ada.id })).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"], "{}", who.username);
    }
    let count = "query($id: ID!) { event(id: $id) { registeredCount } }";
    assert_eq!(app.send(None, count, json!({ "id": event })).await.at("event.registeredCount"), 0);
}

#[rstest]
#[tokio::test]
async fn an_editor_cancels_and_changes_a_registration_and_others_do_not(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, edi, look) =
        (app.attendee("ada").await, app.attendee("edi").await, app.attendee("look").await);
    let (staff, admin) = (app.staff("sam").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &edi, CollaboratorRole::Editor).await;
    app.share(&event, &look, CollaboratorRole::Viewer).await;
    let made = app.registered(&ada, &event, 1).await;
    for who in [&look, &staff] {
        assert_eq!(app.cancel(who, &made).await.codes(), ["FORBIDDEN"], "{}", who.username);
        assert_eq!(app.resize(who, &made, 2).await.codes(), ["FORBIDDEN"], "{}", who.username);
    }
    app.resize(&edi, &made, 3).await.done();
    app.resize(&admin, &made, 2).await.done();
    let gone = app.cancel(&edi, &made).await.done();
    assert_eq!(gone["registration"]["event"]["registeredCount"], 0);
}

#[rstest]
#[tokio::test]
async fn a_private_event_is_joined_by_a_share_and_not_by_rank(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (eve, friend) = (app.attendee("eve").await, app.attendee("fay").await);
    let (staff, admin) = (app.staff("sam").await, app.admin("root").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    assert_eq!(app.register(&eve, &event, 1).await.refusals(), ["NOT_FOUND eventId"]);
    assert_eq!(app.register(&staff, &event, 1).await.codes(), ["FORBIDDEN"]);
    assert_eq!(app.register(&admin, &event, 1).await.codes(), ["FORBIDDEN"]);
    app.share(&event, &friend, CollaboratorRole::Viewer).await;
    app.register(&friend, &event, 1).await.done();
    app.register(&olu, &event, 1).await.done();
}
