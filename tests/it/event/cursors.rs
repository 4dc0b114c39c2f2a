//! Cursors and page arguments that make no sense.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::category;
use crate::support::{Database, Postgres, Sqlite, TestApp};

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String,
        $filter: EventFilter, $orderBy: EventOrder) {
    events(first: $first, after: $after, last: $last, before: $before, filter: $filter,
        orderBy: $orderBy) { nodes { title } pageInfo { endCursor hasNextPage } } }";

#[rstest]
#[tokio::test]
async fn page_arguments_have_bounds(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    for bad in [
        json!({ "first": 0 }),
        json!({ "first": -1 }),
        json!({ "first": 101 }),
        json!({ "last": 0 }),
        json!({ "last": -1 }),
        json!({ "last": i32::MIN }),
        json!({ "first": 1, "last": 1 }),
        json!({ "after": "x" }),
        json!({ "after": "" }),
        json!({ "before": "💥" }),
    ] {
        assert_eq!(app.send(None, PAGE, bad.clone()).await.codes(), ["BAD_REQUEST"], "{bad}");
    }
    for good in [json!({ "first": 1 }), json!({ "first": 100 }), json!({ "last": 100 })] {
        assert_eq!(app.send(None, PAGE, good).await.at("events.nodes"), json!([]));
    }
}

#[rstest]
#[tokio::test]
async fn twenty_are_shown_where_nothing_is_said(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for number in 0..21 {
        let starts_at = format!("2030-06-02T12:{number:02}:00Z");
        app.event(&olu, json!({ "title": format!("{number}"), "startsAt": starts_at })).await;
    }
    let page = app.send(None, PAGE, json!({})).await.at("events");
    assert_eq!(page["nodes"].as_array().unwrap().len(), 20);
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let after = page["pageInfo"]["endCursor"].clone();
    let rest = app.send(None, PAGE, json!({ "after": after })).await.at("events");
    assert_eq!(rest["nodes"], json!([{ "title": "20" }]));
    assert_eq!(rest["pageInfo"]["hasNextPage"], false);
}

#[rstest]
#[tokio::test]
async fn a_cursor_is_good_for_its_own_list_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    let music = category(&app, &sam, "Music").await;
    for (title, starts_at) in [("A", "2030-07-01T00:00:00Z"), ("B", "2030-07-02T00:00:00Z")] {
        let event = json!({ "title": title, "category": music, "startsAt": starts_at });
        app.event(&olu, event).await;
    }
    let first = app.send(None, PAGE, json!({ "first": 1 })).await;
    let cursor = first.text("events.pageInfo.endCursor");
    // Of the same list it is good for whoever comes with it.
    let next = app.send(&olu, PAGE, json!({ "first": 1, "after": cursor })).await;
    assert_eq!(next.at("events.nodes.0.title"), "B");
    let ends = [cursor.replacen(|_: char| true, "~", 1), format!("{cursor}A"), cursor[1..].into()];
    let tampered = ends.iter().map(|bad| json!({ "after": bad }));
    let elsewhere = [
        json!({ "orderBy": { "field": "TITLE" } }),
        json!({ "orderBy": { "field": "CREATED_AT" } }),
        json!({ "orderBy": { "direction": "DESC" } }),
        json!({ "filter": { "includePast": true } }),
        json!({ "filter": { "category": "music" } }),
        json!({ "filter": { "status": ["PUBLISHED"] } }),
    ];
    let elsewhere = elsewhere.into_iter().map(|mut variables| {
        variables["after"] = json!(cursor);
        variables
    });
    for variables in tampered.chain(elsewhere) {
        let reply = app.send(&olu, PAGE, variables.clone()).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{variables}");
    }
    let lists = [
        "category(slug: \"music\") { events(after: $after) { nodes { title } } }",
        "viewer { events(after: $after) { nodes { title } } }",
        "viewer { user { organizedEvents(after: $after) { nodes { title } } } }",
        "viewer { registrations(after: $after) { nodes { id } } }",
    ];
    for list in lists {
        let query = format!("query($after: String) {{ {list} }}");
        let reply = app.send(&olu, &query, json!({ "after": cursor })).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{list}");
    }
}

#[rstest]
#[tokio::test]
async fn a_cursor_outlives_the_event_that_it_points_at(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let mut made = Vec::new();
    for (title, starts_at) in [
        ("A", "2030-07-01T00:00:00Z"),
        ("B", "2030-07-02T00:00:00Z"),
        ("C", "2030-07-03T00:00:00Z"),
    ] {
        made.push(app.event(&olu, json!({ "title": title, "startsAt": starts_at })).await);
    }
    let first = app.send(None, PAGE, json!({ "first": 2 })).await;
    let after = first.at("events.pageInfo.endCursor");
    let gone = json!({ "id": made[1] });
    app.send(&olu, crate::event::scene::DELETE, gone).await.done();
    let next = app.send(None, PAGE, json!({ "after": after })).await;
    assert_eq!(next.at("events.nodes"), json!([{ "title": "C" }]));
    let none: Value = app.send(None, PAGE, json!({ "last": 1, "before": after })).await.data();
    assert_eq!(none["events"]["nodes"], json!([{ "title": "A" }]));
}
