//! Reading feedback.

use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const PAGE: &str = "query($id: ID!, $first: Int, $after: String) { event(id: $id) {
    feedback(first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
        nodes { rating author { username } } } } }";

/// Three guests who said 1, 2 and 3.
async fn rated(app: &TestApp, organizer: &Person) -> String {
    let guests = [app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await];
    let event = app.event_with(organizer, &guests.iter().collect::<Vec<_>>()).await;
    app.over();
    for (guest, rating) in guests.iter().zip(1..) {
        app.left(guest, &event, rating).await;
    }
    event
}

#[rstest]
#[tokio::test]
async fn feedback_is_paged_newest_first(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = rated(&app, &olu).await;
    let first = app.send(None, PAGE, json!({ "id": event, "first": 2 })).await;
    let list = first.at("event.feedback");
    assert_eq!(list["totalCount"], 3);
    assert_eq!(list["pageInfo"]["hasNextPage"], true);
    let authors: Vec<_> = list["nodes"].as_array().unwrap().iter().collect();
    assert_eq!(authors[0], &json!({ "rating": 3, "author": { "username": "cid" } }));
    assert_eq!(authors[1]["rating"], 2);
    let after = &list["pageInfo"]["endCursor"];
    let rest = app.send(None, PAGE, json!({ "id": event, "first": 2, "after": after })).await;
    let list = rest.at("event.feedback");
    assert_eq!(list["nodes"], json!([{ "rating": 1, "author": { "username": "ada" } }]));
    assert_eq!(list["pageInfo"]["hasNextPage"], false);
}

#[rstest]
#[tokio::test]
async fn feedback_is_seen_by_who_sees_the_event(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = rated(&app, &olu).await;
    let eve = app.attendee("eve").await;
    let asked = "query($id: ID!) { event(id: $id) { feedback { nodes { id } } } }";
    let id = app.send(&eve, asked, json!({ "id": event })).await.text("event.feedback.nodes.0.id");
    let node = "query($id: ID!) { node(id: $id) { id ... on Feedback { rating
        event { title } } } }";
    let seen = app.send(&eve, node, json!({ "id": id })).await;
    assert_eq!(seen.at("node"), json!({ "id": id, "rating": 3, "event": { "title": "Concert" } }));
    app.update_event(&olu, &event, json!({ "visibility": "PRIVATE" })).await.done();
    assert_eq!(app.send(&eve, node, json!({ "id": id })).await.at("node"), json!(null));
    assert_eq!(app.send(&olu, node, json!({ "id": id })).await.at("node.rating"), json!(3));
}

#[rstest]
#[tokio::test]
async fn the_feedback_of_many_events_takes_as_many_statements_as_that_of_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let mut events = Vec::new();
    for _ in 0..30 {
        events.push(app.event_with(&olu, &[&ada]).await);
    }
    app.over();
    for event in &events {
        app.left(&ada, event, 4).await;
    }
    let asked =
        "query($first: Int!) { events(first: $first, filter: { includePast: true }) { nodes {
        feedbackCount averageRating viewerFeedback { rating }
        feedback(first: 3) { totalCount nodes { rating author { username } } } } } }";
    let (_, for_one) = app.statements_of(app.send(&ada, asked, json!({ "first": 1 }))).await;
    let (reply, for_all) = app.statements_of(app.send(&ada, asked, json!({ "first": 30 }))).await;
    let nodes = reply.at("events.nodes");
    assert_eq!(nodes.as_array().unwrap().len(), 30);
    assert_eq!(nodes[29]["feedback"]["nodes"][0]["author"]["username"], "ada");
    assert_eq!(nodes[29]["viewerFeedback"]["rating"], 4);
    assert_eq!(for_all.len(), for_one.len(), "{for_one:#?}\n{for_all:#?}");
}
