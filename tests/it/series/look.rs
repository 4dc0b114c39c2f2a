//! Who sees a series, and what of it.

use rstest::rstest;
use serde_json::{Value, json};

use super::series;
use crate::event::scene::titles;
use crate::support::{Database, Postgres, Sqlite, TestApp};

const LOOK: &str = "query($series: ID!) { node(id: $series) { ... on EventSeries {
    recurrenceRule events { totalCount nodes { title } } } } }";

const OF: &str = "query($id: ID!) { event(id: $id) { isRecurring series { id } } }";

#[rstest]
#[tokio::test]
async fn its_events_are_those_that_the_viewer_is_shown(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    let (id, events) = series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=4").await;
    for (event, changes) in events.iter().zip([
        json!({ "title": "Open" }),
        json!({ "title": "Private", "visibility": "PRIVATE" }),
        json!({ "title": "Unlisted", "visibility": "UNLISTED" }),
    ]) {
        app.update_event(&olu, event, changes).await.done();
    }
    let variables = json!({ "series": id });
    for (who, shown) in [
        (None, "Open, Choir"),
        (Some(&olu), "Open, Private, Unlisted, Choir"),
        (Some(&sam), "Open, Private, Unlisted, Choir"),
    ] {
        let node = app.send(who, LOOK, variables.clone()).await.at("node");
        assert_eq!(titles(&node["events"]), shown);
        assert_eq!(node["recurrenceRule"], "FREQ=WEEKLY;COUNT=4");
    }
    // Who has the id of an unlisted one sees to what it belongs.
    let one = app.send(None, OF, json!({ "id": events[2] })).await.at("event");
    assert_eq!(one, json!({ "isRecurring": true, "series": { "id": id } }));
}

#[rstest]
#[tokio::test]
async fn one_without_any_visible_event_is_hidden(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (id, _) =
        series(&app, &olu, json!({ "visibility": "PRIVATE" }), "FREQ=WEEKLY;COUNT=2").await;
    let variables = json!({ "series": id });
    for who in [None, Some(&ada)] {
        assert_eq!(app.send(who, LOOK, variables.clone()).await.at("node"), Value::Null);
    }
    assert_ne!(app.send(&olu, LOOK, variables).await.at("node"), Value::Null);
}

#[rstest]
#[tokio::test]
async fn lists_are_narrowed_to_it(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let alone = app.event(&olu, json!({ "title": "Alone" })).await;
    let (id, _) = series(&app, &olu, json!({ "title": "Band" }), "FREQ=WEEKLY;COUNT=2").await;
    series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=3").await;
    let query = "query($filter: EventFilter) { events(filter: $filter) {
        totalCount nodes { title } } }";
    let found = app.send(None, query, json!({ "filter": { "seriesId": id } })).await.at("events");
    assert_eq!(titles(&found), "Band, Band");
    let wrong = app.send(None, query, json!({ "filter": { "seriesId": alone } })).await;
    assert_eq!(wrong.codes(), ["BAD_REQUEST"]);
    let one = app.send(None, OF, json!({ "id": alone })).await.at("event");
    assert_eq!(one, json!({ "isRecurring": false, "series": null }));
}

#[rstest]
#[tokio::test]
async fn many_take_the_statements_of_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for _ in 0..12 {
        series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=2").await;
    }
    let query = "query($first: Int!) { events(first: $first) { nodes { series { recurrenceRule
        events(first: 3) { totalCount nodes { title } } } } } }";
    let (_, for_one) = app.statements_of(app.send(None, query, json!({ "first": 1 }))).await;
    let (reply, for_many) = app.statements_of(app.send(None, query, json!({ "first": 24 }))).await;
    assert_eq!(reply.at("events.nodes").as_array().unwrap().len(), 24);
    assert_eq!(reply.at("events.nodes.23.series.events.totalCount"), 2);
    assert_eq!(for_many.len(), for_one.len(), "{for_many:#?}");
}
