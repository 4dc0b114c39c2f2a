//! Deleting an event and bringing it back.

use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use turnout::entity::ticket;

use crate::event::scene::{CANCEL, Cast, DELETE, PUBLISH, RENAME, RESTORE, WHO};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// Every place where an event shows.
const EVERYWHERE: &str = "query($id: ID!, $ids: [ID!]!, $owner: ID!, $filter: EventFilter) {
    event(id: $id) { title } node(id: $id) { id } nodes(ids: $ids) { id }
    events(filter: $filter) { totalCount nodes { title } }
    listed: events { totalCount nodes { title } }
    category(slug: \"music\") { events(filter: $filter) { totalCount nodes { title } } }
    user(id: $owner) { organizedEvents { totalCount nodes { title } } }
    viewer { events { totalCount nodes { title } } } }";

async fn everywhere(app: &TestApp, who: Option<&Person>, event: &str, owner: &Person) -> Value {
    let filter = json!({ "includePast": true, "status": ["DRAFT", "PUBLISHED", "CANCELLED"] });
    let variables = json!({ "id": event, "ids": [event], "owner": owner.id, "filter": filter });
    app.send(who, EVERYWHERE, variables).await.data()
}

#[rstest]
#[tokio::test]
async fn a_deleted_event_is_hidden_everywhere_from_everybody(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    crate::event::scene::category(&app, &cast.admin, "Music").await;
    let event = cast.stage(&app, json!({ "category": "music" })).await;
    let shown = everywhere(&app, Some(&cast.owner), &event, &cast.owner).await;
    let list = json!({ "totalCount": 1, "nodes": [{ "title": "Concert" }] });
    assert_eq!(shown["listed"], list);
    assert_eq!(shown["category"]["events"], list);
    assert_eq!(shown["user"]["organizedEvents"], list);
    assert_eq!(shown["viewer"]["events"], list);

    let deleted = app.send(&cast.owner, DELETE, json!({ "id": event })).await.done();
    assert_eq!(deleted["deletedEventId"], event.as_str());
    let none = json!({ "totalCount": 0, "nodes": [] });
    for who in WHO {
        let person = cast.get(who);
        let viewer = if person.is_some() { json!({ "events": none }) } else { Value::Null };
        let expected = json!({
            "event": null, "node": null, "nodes": [null], "events": none, "listed": none,
            "category": { "events": none }, "user": { "organizedEvents": none },
            "viewer": viewer,
        });
        assert_eq!(everywhere(&app, person, &event, &cast.owner).await, expected, "{who}");
    }
}

#[rstest]
#[tokio::test]
async fn a_deleted_event_cannot_be_touched(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    app.send(&cast.owner, DELETE, json!({ "id": event })).await.done();
    for who in [&cast.owner, &cast.admin] {
        for mutation in [RENAME, PUBLISH, CANCEL, DELETE] {
            let reply = app.send(who, mutation, json!({ "id": event })).await;
            assert_eq!(reply.refusals(), ["NOT_FOUND id"], "{mutation}");
        }
        assert_eq!(app.register(who, &event, 1).await.refusals(), ["NOT_FOUND eventId"]);
    }
}

#[rstest]
#[tokio::test]
async fn deleting_cancels_registrations_and_tickets(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    let other = cast.stage(&app, json!({ "title": "Other" })).await;
    let query = "query { viewer { registrations { nodes { id event { title } } } } }";
    app.send(&cast.owner, DELETE, json!({ "id": event })).await.done();
    for who in ["registrant", "waitlisted"] {
        let own = app.send(cast.get(who), query, json!({})).await;
        let titles = own.at("viewer.registrations.nodes");
        assert_eq!(titles.as_array().unwrap().len(), 1, "{who}");
        assert_eq!(titles[0]["event"]["title"], "Other");
    }
    let tickets = ticket::Entity::find().all(app.core.db.read()).await.unwrap();
    assert_eq!(tickets.iter().filter(|ticket| ticket.cancelled_at.is_some()).count(), 1);
    assert_eq!(tickets.iter().filter(|ticket| ticket.cancelled_at.is_none()).count(), 1);
    let state = cast.state(&app, &other).await;
    assert_eq!((&state["registeredCount"], &state["waitlistedCount"]), (&json!(1), &json!(1)));
}

#[rstest]
#[tokio::test]
async fn a_restored_event_is_cancelled_with_its_registrations_as_rows(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    app.send(&cast.owner, DELETE, json!({ "id": event })).await.done();
    let restored = app.send(&cast.owner, RESTORE, json!({ "id": event })).await.done();
    let expected = json!({
        "id": event, "status": "CANCELLED", "registeredCount": 0, "waitlistedCount": 0,
    });
    assert_eq!(restored["event"], expected);
    let query = "query($id: ID!) { event(id: $id) { registrations {
        nodes { status user { username } tickets { code } waitlistPosition } } } }";
    let rows = app.send(&cast.owner, query, json!({ "id": event })).await;
    let row = |name: &str| {
        json!({ "status": "CANCELLED", "user": { "username": name }, "tickets": [],
            "waitlistPosition": null })
    };
    assert_eq!(rows.at("event.registrations.nodes"), json!([row("reg"), row("wait")]));
    assert_eq!(
        app.send(&cast.owner, PUBLISH, json!({ "id": event })).await.refusals(),
        ["INVALID id"]
    );
    let again = app.send(&cast.owner, RESTORE, json!({ "id": event })).await;
    assert_eq!(again.refusals(), ["NOT_FOUND id"]);
}

#[rstest]
#[tokio::test]
async fn an_event_that_was_never_deleted_is_not_restored(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    let state = cast.state(&app, &event).await;
    for who in WHO.into_iter().skip(1) {
        let reply = app.send(cast.get(who), RESTORE, json!({ "id": event })).await;
        assert_eq!(reply.refusals(), ["NOT_FOUND id"], "{who}");
    }
    assert_eq!(cast.state(&app, &event).await, state);
}
