//! No text in PostgreSQL holds a NUL, and to look for one is a fault there: here it finds nothing.

use rstest::rstest;
use serde_json::json;

use crate::support::make::REGISTER;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn nobody_is_called_by_a_name_with_a_nul(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, _ann) = (app.organizer("olu").await, app.attendee("ann").await);
    let event = app.event(&olu, json!({})).await;
    for person in [
        json!({ "username": "ann\0" }),
        json!({ "email": "ann@example.org\0" }),
        json!({ "username": "" }),
        json!({ "email": "nobody@example.org" }),
    ] {
        let input = json!({ "eventId": event, "person": person });
        let reply = app.send(&olu, REGISTER, json!({ "input": input })).await;
        assert_eq!(reply.refusals(), ["NOT_FOUND person"], "{person}");
    }
    let input = json!({ "eventId": event, "person": { "username": "ANN" } });
    let made = app.send(&olu, REGISTER, json!({ "input": input })).await.done();
    assert_eq!(made["registration"]["user"]["username"], "ann");
}

#[rstest]
#[tokio::test]
async fn no_list_holds_anything_with_a_nul(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    app.event(&root, json!({})).await;
    let events = "query($filter: EventFilter) { events(filter: $filter) { nodes { id } } }";
    for field in ["search", "location", "language", "category"] {
        let filter = json!({ "filter": { field: "\0" } });
        let reply = app.send(None, events, filter).await;
        assert_eq!(reply.at("events.nodes"), json!([]), "{field}");
    }
    let category = "query($slug: String!) { category(slug: $slug) { id } }";
    let reply = app.send(None, category, json!({ "slug": "\0" })).await;
    assert_eq!(reply.data(), json!({ "category": null }));
    let users = "query($filter: UserFilter) { users(filter: $filter) { nodes { id } } }";
    let reply = app.send(&root, users, json!({ "filter": { "search": "\0" } })).await;
    assert_eq!(reply.codes(), ["BAD_REQUEST"]);
}

#[rstest]
#[tokio::test]
async fn no_event_is_put_into_a_category_with_a_nul(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let made = app.try_event(&olu, json!({ "category": "music\0" })).await;
    assert_eq!(made.refusals(), ["INVALID category"]);
    let event = app.event(&olu, json!({})).await;
    let changed = app.update_event(&olu, &event, json!({ "category": "\0" })).await;
    assert_eq!(changed.refusals(), ["INVALID category"]);
}
