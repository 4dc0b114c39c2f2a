//! What answers best what was looked for comes first.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::{LIST, titles};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

async fn listed(app: &TestApp, filter: Value) -> String {
    titles(&app.send(None, LIST, json!({ "filter": filter })).await.at("events"))
}

/// From the best to the worst for "jazz night", made and starting in the opposite order.
async fn jazz(app: &TestApp, olu: &Person) {
    let events = [
        ("An evening out", "The Hall", "Late-night jazz"),
        ("Jazzy evening", "Night Club", ""),
        ("Jazz, Nightly", "The Hall", ""),
        ("All night: JÁZZ", "The Hall", ""),
    ];
    for (day, (title, location, description)) in (1..).zip(events) {
        let starts_at = format!("2030-09-{day:02}T18:00:00Z");
        let (title, location) = (title.to_owned(), location.to_owned());
        let event = json!({ "title": title, "location": location, "description": description, "startsAt": starts_at });
        app.event(olu, event).await;
    }
}

const BEST_FIRST: [&str; 4] =
    ["All night: JÁZZ", "Jazz, Nightly", "Jazzy evening", "An evening out"];

#[rstest]
#[tokio::test]
async fn words_of_the_title_go_before_beginnings_places_and_descriptions(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    jazz(&app, &olu).await;
    let found = listed(&app, json!({ "search": "Jazz night" })).await;
    assert_eq!(found, BEST_FIRST.join(", "));
    // An order that was asked for is kept.
    let variables =
        json!({ "filter": { "search": "jazz night" }, "orderBy": { "field": "STARTS_AT" } });
    let by_start = titles(&app.send(None, LIST, variables).await.at("events"));
    let mut soonest_first = BEST_FIRST;
    soonest_first.reverse();
    assert_eq!(by_start, soonest_first.join(", "));
    // What is equally good, and where nothing is looked for, comes soonest first.
    let variables = json!({ "orderBy": { "field": "RELEVANCE" } });
    assert_eq!(
        titles(&app.send(None, LIST, variables).await.at("events")),
        soonest_first.join(", ")
    );
}

#[rstest]
#[tokio::test]
async fn a_ranked_list_is_paged_through_from_either_end(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for _ in 0..3 {
        jazz(&app, &olu).await;
    }
    let query = "query($first: Int, $after: String, $last: Int, $before: String, $direction: OrderDirection!) {
        events(first: $first, after: $after, last: $last, before: $before,
            filter: { search: \"jazz night\" },
            orderBy: { field: RELEVANCE, direction: $direction }) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount } }";
    for direction in ["ASC", "DESC"] {
        let ids = |page: &Value| -> Vec<Value> {
            page["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect()
        };
        let whole = json!({ "first": 50, "direction": direction });
        let whole = app.send(None, query, whole).await.at("events");
        assert_eq!((ids(&whole).len(), &whole["totalCount"]), (12, &json!(12)));
        let (mut forwards, mut backwards) = (Vec::new(), Vec::new());
        let (mut after, mut before) = (Value::Null, Value::Null);
        for _ in 0..3 {
            let page = json!({ "first": 5, "after": after, "direction": direction });
            let page = app.send(None, query, page).await.at("events");
            forwards.extend(ids(&page));
            after = page["pageInfo"]["endCursor"].clone();
            let page = json!({ "last": 5, "before": before, "direction": direction });
            let page = app.send(None, query, page).await.at("events");
            backwards.splice(0..0, ids(&page));
            before = page["pageInfo"]["startCursor"].clone();
        }
        assert_eq!((&forwards, &backwards), (&ids(&whole), &ids(&whole)), "{direction}");
    }
}

#[rstest]
#[tokio::test]
async fn what_is_near_the_dates_comes_after_what_is_within_them(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for (title, starts_at) in [
        ("Long before", "2030-09-05T23:59:59Z"),
        ("Two days before", "2030-09-08T10:00:00Z"),
        ("The day before", "2030-09-09T00:00:00Z"),
        ("Jazz within", "2030-09-10T00:00:00Z"),
        ("Within", "2030-09-11T23:59:59Z"),
        ("The day after", "2030-09-12T00:00:00Z"),
        ("Jazz three days after", "2030-09-14T23:00:00Z"),
        ("Long after", "2030-09-15T00:00:00Z"),
    ] {
        app.event(&olu, json!({ "title": title, "startsAt": starts_at })).await;
    }
    let mut near =
        json!({ "from": "2030-09-10T00:00:00Z", "before": "2030-09-12T00:00:00Z", "days": 3 });
    let expected = "Jazz within, Within, The day before, The day after, Two days before, \
                    Jazz three days after";
    assert_eq!(listed(&app, json!({ "near": near })).await, expected);
    let jazz = listed(&app, json!({ "near": near, "search": "jazz" })).await;
    assert_eq!(jazz, "Jazz within, Jazz three days after");
    near["days"] = json!(0);
    assert_eq!(listed(&app, json!({ "near": near })).await, "Jazz within, Within");
    // A day and a week around it where nothing else is said.
    let week = listed(&app, json!({ "near": { "from": "2030-09-14T00:00:00Z" } })).await;
    assert_eq!(
        week,
        "Jazz three days after, Long after, The day after, Within, Jazz within, The day before, Two days before"
    );
}

#[rstest]
#[tokio::test]
async fn dates_that_make_no_sense_are_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let from = "2030-09-10T00:00:00Z";
    for near in [
        json!({ "from": from, "days": 32 }),
        json!({ "from": from, "days": -1 }),
        json!({ "from": from, "before": from }),
        json!({ "from": from, "before": "2030-09-09T00:00:00Z" }),
    ] {
        let reply = app.send(None, LIST, json!({ "filter": { "near": near } })).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{near}");
        assert_eq!(reply.json()["data"], Value::Null);
    }
}

#[rstest]
#[tokio::test]
async fn dates_at_the_end_of_time_are_borne(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    for from in ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"] {
        let filter = json!({ "near": { "from": from, "days": 31 } });
        assert_eq!(listed(&app, filter).await, "", "{from}");
    }
}
