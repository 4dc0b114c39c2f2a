//! Fields that fail, and the order of fields.

use axum::http::StatusCode;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};

/// The codes of the errors with their paths, as `CODE path.to.it`, sorted.
fn failures(reply: &Reply) -> Vec<String> {
    let json = reply.json();
    let step = |step: &Value| step.as_str().map_or_else(|| step.to_string(), str::to_owned);
    let mut failures: Vec<String> = json["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| {
            let path: Vec<String> = error["path"].as_array().unwrap().iter().map(step).collect();
            format!("{} {}", error["extensions"]["code"].as_str().unwrap(), path.join("."))
        })
        .collect();
    failures.sort();
    failures
}

/// Asserts that the keys come in this order in the answer's text.
#[track_caller]
fn assert_in_order(reply: &Reply, keys: &[&str]) {
    let text = String::from_utf8(reply.bytes.clone()).unwrap();
    let mut rest = text.as_str();
    for key in keys {
        let key = format!("\"{key}\":");
        let (_, after) = rest.split_once(&key).unwrap_or_else(|| panic!("{key} too soon: {text}"));
        rest = after;
    }
}

#[rstest]
#[tokio::test]
async fn a_refused_field_is_null_and_the_others_stand(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let reply = app.send(None, "{ users { totalCount } categories { id } }", json!({})).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(failures(&reply), ["UNAUTHENTICATED users"]);
    assert_eq!(reply.json()["data"], json!({ "users": null, "categories": [] }));
    assert_in_order(&reply, &["users", "categories"]);

    let reply = app.send(None, "{ users { totalCount } }", json!({})).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.json()["data"], json!({ "users": null }));
}

#[rstest]
#[tokio::test]
async fn what_a_stranger_may_not_see_of_an_event_is_null(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    let query = "query($id: ID!) { event(id: $id) {
        seen: registrations { totalCount } attendees { nodes { id } } title } }";

    let reply = app.send(&ada, query, json!({ "id": event })).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(failures(&reply), ["FORBIDDEN event.attendees", "FORBIDDEN event.seen"]);
    let expected = json!({ "event": { "title": "Concert", "attendees": null, "seen": null } });
    assert_eq!(reply.json()["data"], expected);
    assert_in_order(&reply, &["event", "seen", "attendees", "title"]);

    let fragment = "query($id: ID!) { nodes(ids: [$id, $id]) { ... on User { email } ... on Event {
        attendees { totalCount } } } }";
    let reply = app.send(&ada, fragment, json!({ "id": event })).await;
    let expected = ["FORBIDDEN nodes.0.attendees", "FORBIDDEN nodes.1.attendees"];
    assert_eq!(failures(&reply), expected);
    let expected = json!({ "nodes": [{ "attendees": null }, { "attendees": null }] });
    assert_eq!(reply.json()["data"], expected);
}

#[rstest]
#[tokio::test]
async fn a_refused_mutation_that_cannot_be_null_leaves_no_data(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let reply = app.send(None, "mutation { __typename signOut { __typename } }", json!({})).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(failures(&reply), ["UNAUTHENTICATED signOut"]);
    assert_eq!(reply.json().get("data"), Some(&Value::Null));
}

#[rstest]
#[tokio::test]
async fn fields_come_in_the_order_of_the_query(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for title in ["One", "Two"] {
        let event = app.event(&olu, json!({ "title": title })).await;
        app.register(&olu, &event, 1).await.done();
    }
    let query = "query { viewer { registrations { totalCount
        nodes { ...What id quantity } pageInfo { hasNextPage } } __typename } }
        fragment What on Registration { event { organizer { username id } category { id } title }
        status tickets { code id } }";

    let reply = app.send(&olu, query, json!({})).await;
    reply.data();
    let node = [
        "event",
        "organizer",
        "username",
        "id",
        "category",
        "title",
        "status",
        "tickets",
        "code",
        "id",
        "id",
        "quantity",
    ];
    let around = [&["viewer", "registrations", "totalCount", "nodes"][..], &node, &node];
    let keys = [&around.concat()[..], &["pageInfo", "hasNextPage", "__typename"]].concat();
    assert_in_order(&reply, &keys);
}
