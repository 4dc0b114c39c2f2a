//! The orders of the list, and paging through them from either end.

use chrono::{DateTime, Utc};
use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::LIST;
use crate::support::{Database, Postgres, Sqlite, TestApp};

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String,
        $orderBy: EventOrder) {
    events(first: $first, after: $after, last: $last, before: $before, orderBy: $orderBy) {
        edges { cursor node { id } }
        nodes { id title startsAt createdAt registeredCount }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// Twenty-five events with ties in all but the time at which they were made.
async fn twenty_five(app: &TestApp) {
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    for number in 0..25 {
        let fraction = if number % 2 == 0 { ".25" } else { "" };
        let event = json!({
            "title": format!("{} {}", if number % 2 == 0 { "Été" } else { "ete" }, number / 3),
            "startsAt": format!("2030-09-{:02}T00:00:00{fraction}Z", 1 + number * 7 % 25 / 5),
        });
        let event = app.event(&olu, event).await;
        if number % 3 > 0 {
            app.registered(&ada, &event, number % 3).await;
        }
    }
}

/// What an event sorts by, as a text that sorts as it does.
fn key(node: &Value, field: &str) -> (String, String) {
    let time = |name: &str| {
        let instant: DateTime<Utc> = node[name].as_str().unwrap().parse().unwrap();
        format!("{:020}", instant.timestamp_micros())
    };
    let key = match field {
        "STARTS_AT" => time("startsAt"),
        "CREATED_AT" => time("createdAt"),
        "TITLE" => node["title"].as_str().unwrap().replace(['É', 'é'], "e"),
        _ => format!("{:020}", node["registeredCount"].as_i64().unwrap()),
    };
    (key, node["id"].as_str().unwrap().to_owned())
}

fn ids(nodes: &Value) -> Vec<String> {
    let nodes = nodes.as_array().unwrap();
    nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
}

/// Walks the whole list by sevens, from the start or from the end.
async fn walk(app: &TestApp, order: &Value, forwards: bool) -> Vec<String> {
    let (mut found, mut cursor, mut sizes) = (Vec::new(), Value::Null, Vec::new());
    let [size, beyond, end, more, back] = if forwards {
        ["first", "after", "endCursor", "hasNextPage", "hasPreviousPage"]
    } else {
        ["last", "before", "startCursor", "hasPreviousPage", "hasNextPage"]
    };
    loop {
        let variables = json!({ size: 7, beyond: cursor, "orderBy": order });
        let page = app.send(None, PAGE, variables).await.at("events");
        let of_page = ids(&page["nodes"]);
        let edges = page["edges"].as_array().unwrap();
        let (first, last) = (edges.first().unwrap(), edges.last().unwrap());
        assert_eq!(page["pageInfo"]["startCursor"], first["cursor"]);
        assert_eq!(page["pageInfo"]["endCursor"], last["cursor"]);
        assert_eq!(page["pageInfo"][back], !cursor.is_null());
        sizes.push(of_page.len());
        let at = if forwards { found.len() } else { 0 };
        found.splice(at..at, of_page);
        cursor = page["pageInfo"][end].clone();
        if page["pageInfo"][more] == false {
            assert_eq!(sizes, [7, 7, 7, 4]);
            return found;
        }
    }
}

#[rstest]
#[tokio::test]
async fn both_ways_through_the_list_give_the_same_sequence(
    #[values("STARTS_AT", "CREATED_AT", "TITLE", "REGISTERED_COUNT")] field: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    twenty_five(&app).await;
    for direction in ["ASC", "DESC"] {
        let order = json!({ "field": field, "direction": direction });
        let whole = app.send(None, PAGE, json!({ "first": 100, "orderBy": order })).await;
        let nodes = whole.at("events.nodes");
        let mut sorted = nodes.as_array().unwrap().clone();
        sorted.sort_by_key(|node| key(node, field));
        if direction == "DESC" {
            sorted.reverse();
        }
        assert_eq!(nodes, json!(sorted), "{order}");
        assert_eq!(sorted.len(), 25);
        assert_eq!(walk(&app, &order, true).await, ids(&nodes), "{order}");
        assert_eq!(walk(&app, &order, false).await, ids(&nodes), "{order}");
    }
}

#[rstest]
#[tokio::test]
async fn what_is_left_out_of_the_order_has_defaults(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for (title, starts_at) in [
        ("B", "2030-07-01T00:00:00Z"),
        ("A", "2030-07-03T00:00:00Z"),
        ("C", "2030-07-02T00:00:00Z"),
    ] {
        app.event(&olu, json!({ "title": title, "startsAt": starts_at })).await;
    }
    let ask = async |query: &str, variables: Value| {
        crate::event::scene::titles(&app.send(None, query, variables).await.at("events"))
    };
    assert_eq!(ask(LIST, json!({ "orderBy": {} })).await, "B, C, A");
    assert_eq!(ask(LIST, json!({ "orderBy": null })).await, "B, C, A");
    assert_eq!(ask(LIST, json!({ "orderBy": { "field": "TITLE" } })).await, "A, B, C");
    assert_eq!(ask(LIST, json!({ "orderBy": { "direction": "DESC" } })).await, "A, C, B");

    let parts = "query($f: EventOrderField, $d: OrderDirection) {
        events(orderBy: { field: $f, direction: $d }) { nodes { title } } }";
    assert_eq!(ask(parts, json!({})).await, "B, C, A");
    assert_eq!(ask(parts, json!({ "f": "TITLE" })).await, "A, B, C");
    assert_eq!(ask(parts, json!({ "d": "DESC" })).await, "A, C, B");
    assert_eq!(ask(parts, json!({ "f": "TITLE", "d": "DESC" })).await, "C, B, A");
    let null = app.send(None, parts, json!({ "d": null })).await;
    assert_eq!(null.codes(), ["BAD_REQUEST"]);
}
