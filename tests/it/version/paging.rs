//! The changelog as a connection.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::counting;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const PAGE: &str = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    event(id: $id) { versions(first: $first, after: $after, last: $last, before: $before) {
        totalCount nodes { number changes { field } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";

async fn page(app: &TestApp, who: &Person, event: &str, args: Value) -> Value {
    let mut variables = json!({ "id": event });
    variables.as_object_mut().unwrap().extend(args.as_object().unwrap().clone());
    app.send(who, PAGE, variables).await.at("event.versions")
}

fn numbers(page: &Value) -> Vec<i64> {
    page["nodes"].as_array().unwrap().iter().map(|node| node["number"].as_i64().unwrap()).collect()
}

/// An event with `edits` changes after it was made.
async fn edited(app: &TestApp, olu: &Person, edits: i32) -> String {
    let event = app.event(olu, json!({})).await;
    for capacity in 1..=edits {
        app.update_event(olu, &event, json!({ "capacity": capacity })).await.done();
    }
    event
}

#[rstest]
#[tokio::test]
async fn pages_follow_one_another_from_either_end(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = edited(&app, &olu, 4).await;
    let first = page(&app, &olu, &event, json!({ "first": 2 })).await;
    assert_eq!((numbers(&first), &first["totalCount"]), (vec![5, 4], &json!(5)));
    // One that is written meanwhile shifts nothing.
    app.update_event(&olu, &event, json!({ "capacity": 9 })).await.done();
    let after = &first["pageInfo"]["endCursor"];
    let second = page(&app, &olu, &event, json!({ "first": 2, "after": after })).await;
    assert_eq!(numbers(&second), [3, 2]);
    assert_eq!(second["pageInfo"]["hasNextPage"], true);
    let after = &second["pageInfo"]["endCursor"];
    let third = page(&app, &olu, &event, json!({ "first": 2, "after": after })).await;
    assert_eq!((numbers(&third), &third["pageInfo"]["hasNextPage"]), (vec![1], &json!(false)));
    let before = &third["pageInfo"]["startCursor"];
    let back = page(&app, &olu, &event, json!({ "last": 2, "before": before })).await;
    assert_eq!(numbers(&back), [3, 2]);
    assert_eq!(back["pageInfo"]["hasPreviousPage"], true);
}

#[rstest]
#[tokio::test]
async fn cursors_of_other_lists_and_odd_sizes_are_refused(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (event, other) = (edited(&app, &olu, 1).await, edited(&app, &olu, 1).await);
    let cursor = page(&app, &olu, &event, json!({})).await["pageInfo"]["startCursor"].clone();
    for args in [
        json!({ "after": cursor }),
        json!({ "after": "made up" }),
        json!({ "first": 0 }),
        json!({ "first": 101 }),
        json!({ "first": 1, "last": 1 }),
    ] {
        let mut variables = json!({ "id": other });
        variables.as_object_mut().unwrap().extend(args.as_object().unwrap().clone());
        assert_eq!(app.send(&olu, PAGE, variables).await.codes(), ["BAD_REQUEST"], "{args}");
    }
}

#[rstest]
#[tokio::test]
async fn a_page_with_its_changes_takes_the_same_few_statements_however_long_it_is(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let query = "query($id: ID!, $first: Int!) { event(id: $id) { versions(first: $first) {
        totalCount nodes { number actor { username } snapshot changes { field } } } } }";
    let mut taken = Vec::new();
    for edits in [1, 30] {
        let event = edited(&app, &olu, edits).await;
        let asked = app.send(&olu, query, json!({ "id": event, "first": 20 }));
        let (reply, statements) = app.statements_of(asked).await;
        assert_eq!(reply.at("event.versions.totalCount"), json!(edits + 1));
        assert_eq!(counting(&statements), 0, "{statements:#?}");
        taken.push(statements.len());
    }
    // The session, the event, the page, the actors; and once the version before the page's last one.
    assert_eq!(taken, [4, 5]);
}
