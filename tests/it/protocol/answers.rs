//! Pages and operations: what makes no sense is refused.

use rstest::rstest;
use serde_json::{Value, json};

use crate::protocol::{NOBODY, assert_refused};
use crate::support::app::post;
use crate::support::{Database, Postgres, Sqlite, TestApp};

const EVENTS: &str = "query($first: Int, $after: String, $last: Int, $before: String,
    $filter: EventFilter, $orderBy: EventOrder) {
    events(first: $first, after: $after, last: $last, before: $before, filter: $filter,
        orderBy: $orderBy) { nodes { id } pageInfo { endCursor hasNextPage } } }";

/// The end of the first page of one, of three events.
async fn end_of_page(app: &TestApp) -> (Vec<String>, String) {
    let olu = app.organizer("olu").await;
    let mut ids = Vec::new();
    for day in 2..5 {
        let starts_at = format!("2030-06-0{day}T12:00:00Z");
        ids.push(app.event(&olu, json!({ "startsAt": starts_at })).await);
    }
    let reply = app.send(NOBODY, EVENTS, json!({ "first": 1 })).await;
    (ids, reply.text("events.pageInfo.endCursor"))
}

#[rstest]
#[tokio::test]
async fn a_cursor_leads_on_in_its_own_list(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ids, cursor) = end_of_page(&app).await;
    let reply = app.send(NOBODY, EVENTS, json!({ "first": 2, "after": cursor })).await;
    assert_eq!(reply.at("events.nodes"), json!([{ "id": ids[1] }, { "id": ids[2] }]));
    assert_eq!(reply.at("events.pageInfo.hasNextPage"), false);
}

#[rstest]
#[case::made_up(json!({ "after": "made-up" }))]
#[case::empty(json!({ "after": "" }))]
#[case::number(json!({ "before": "b2Zmc2V0OjEw" }))]
#[case::long(json!({ "before": "A".repeat(5000) }))]
#[case::other_order(json!({ "after": "CURSOR", "orderBy": { "field": "TITLE" } }))]
#[case::other_way(json!({ "after": "CURSOR", "orderBy": { "direction": "DESC" } }))]
#[case::other_filter(json!({ "after": "CURSOR", "filter": { "language": "en" } }))]
#[case::tampered(json!({ "after": "TAMPERED" }))]
#[case::before_too(json!({ "before": "TAMPERED" }))]
#[tokio::test]
async fn a_cursor_from_elsewhere_is_refused(#[case] variables: Value) {
    let app = TestApp::start(Sqlite).await;
    let (_, cursor) = end_of_page(&app).await;
    let swap = if cursor.starts_with('A') { "B" } else { "A" };
    let tampered = format!("{swap}{}", &cursor[1..]);
    let text = variables.to_string().replace("CURSOR", &cursor).replace("TAMPERED", &tampered);
    let variables = serde_json::from_str(&text).unwrap();
    let (reply, statements) = app.statements_of(app.send(NOBODY, EVENTS, variables)).await;
    assert_eq!(reply.codes(), ["BAD_REQUEST"]);
    assert_eq!(reply.json()["data"], Value::Null);
    assert_eq!(statements, [""; 0]);
}

#[tokio::test]
async fn a_cursor_of_another_object_s_list_is_refused() {
    let app = TestApp::start(Sqlite).await;
    let (_, cursor) = end_of_page(&app).await;
    let (ada, ben) = (app.organizer("ada").await, app.organizer("ben").await);
    app.event(&ada, json!({})).await;
    let query = "query($id: ID!, $after: String) { user(id: $id) {
        organizedEvents(after: $after) { pageInfo { endCursor } } } }";
    let own = app.send(&ada, query, json!({ "id": ada.id })).await;
    let own = own.text("user.organizedEvents.pageInfo.endCursor");
    app.send(&ada, query, json!({ "id": ada.id, "after": own })).await.data();
    for (id, after) in [(&ada.id, &cursor), (&ben.id, &own)] {
        let reply = app.send(&ada, query, json!({ "id": id, "after": after })).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"]);
        assert_eq!(reply.json()["errors"][0]["path"], json!(["user", "organizedEvents"]));
    }
}

#[rstest]
#[case::none(json!({ "first": 0 }))]
#[case::too_many(json!({ "first": 101 }))]
#[case::negative(json!({ "first": -1 }))]
#[case::last_none(json!({ "last": 0 }))]
#[case::last_too_many(json!({ "last": 101 }))]
#[case::both(json!({ "first": 1, "last": 1 }))]
#[case::greatest(json!({ "first": i32::MAX }))]
#[tokio::test]
async fn a_page_of_a_size_that_makes_no_sense_is_refused(#[case] variables: Value) {
    let app = TestApp::start(Sqlite).await;
    let (reply, statements) = app.statements_of(app.send(NOBODY, EVENTS, variables)).await;
    assert_eq!(reply.codes(), ["BAD_REQUEST"]);
    assert_eq!(reply.json()["errors"][0]["path"], json!(["events"]));
    assert_eq!(statements, [""; 0]);
}

#[rstest]
#[case::unknown("query A { __typename } query B { __typename }", Some("C"))]
#[case::unknown_single("query A { __typename }", Some("C"))]
#[case::no_name("query A { __typename } query B { __typename }", None)]
#[case::same_name("query A { __typename } query A { __typename }", Some("A"))]
#[case::no_operation("fragment f on Query { __typename }", None)]
#[case::empty("", None)]
#[tokio::test]
async fn an_operation_that_cannot_be_told_is_refused(
    #[case] query: &str,
    #[case] name: Option<&str>,
) {
    let app = TestApp::start(Sqlite).await;
    let body = json!({ "query": query, "operationName": name }).to_string();
    let reply = app.request(post(None, body)).await;
    assert_refused(&reply, 400, "BAD_REQUEST");
}

#[rstest]
#[case::field("{ weather }")]
#[case::argument("{ events(colour: 1) { totalCount } }")]
#[case::leaf("{ events }")]
#[case::argument_missing("{ node { id } }")]
#[case::fragment_unknown("{ ...f }")]
#[case::directive_unknown("{ events @live { totalCount } }")]
#[case::subscription("subscription { eventUpdated { id } }")]
#[tokio::test]
async fn a_document_that_does_not_fit_the_schema_is_refused(#[case] query: &str) {
    let app = TestApp::start(Sqlite).await;
    let reply = app.send(NOBODY, query, json!({})).await;
    assert_eq!(reply.status, 400);
    assert!(reply.codes().iter().all(|code| code == "BAD_REQUEST"), "{:#}", reply.json());
    assert_eq!(reply.json().get("data"), None);
}

#[tokio::test]
async fn one_key_may_not_stand_for_two_things_wherever_the_selections_meet() {
    let app = TestApp::start(Sqlite).await;
    for query in [
        "{ events(first: 5) { nodes { id: title } } events(first: 5) { nodes { id } } }",
        "{ ...a events { nodes { x: title } } } fragment a on Query { events { nodes { x: id } } }",
    ] {
        let reply = app.send(NOBODY, query, json!({})).await;
        assert_refused(&reply, 400, "BAD_REQUEST");
    }
    let fine = "{ events { nodes { id } } events { nodes { id title } } }";
    assert_eq!(app.send(NOBODY, fine, json!({})).await.at("events.nodes"), json!([]));
}
