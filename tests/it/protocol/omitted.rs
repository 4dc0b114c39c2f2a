//! Variables that were left out, null, and given.

use rstest::rstest;
use serde_json::{Value, json};

use crate::protocol::NOBODY;
use crate::support::app::post;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// Every field through a variable of its own, as a form's client sends it.
const UPDATE: &str = "mutation($id: ID!, $title: String, $description: String, $capacity: Int,
    $opens: DateTime, $visibility: EventVisibility) {
    updateEvent(input: { id: $id, title: $title, description: $description, capacity: $capacity,
        registrationOpensAt: $opens, visibility: $visibility }) {
        event { title description capacity registrationOpensAt visibility }
        userErrors { code message field } } }";

async fn standing(app: &TestApp, olu: &Person) -> (String, Value) {
    let fields = json!({ "title": "Concert", "description": "Brass", "capacity": 7,
        "registrationOpensAt": "2030-06-01T00:00:00Z", "visibility": "UNLISTED" });
    (app.event(olu, fields.clone()).await, fields)
}

#[rstest]
#[tokio::test]
async fn variables_left_out_leave_their_fields_as_they_were(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (id, mut fields) = standing(&app, &olu).await;
    let reply = app.send(&olu, UPDATE, json!({ "id": id })).await.done();
    assert_eq!(reply["event"], fields);
    let reply = app.send(&olu, UPDATE, json!({ "id": id, "title": "Recital" })).await.done();
    fields["title"] = json!("Recital");
    assert_eq!(reply["event"], fields);
}

#[rstest]
#[tokio::test]
async fn null_clears_what_may_be_null(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (id, mut fields) = standing(&app, &olu).await;
    let changes = json!({ "id": id, "capacity": null, "opens": null });
    let reply = app.send(&olu, UPDATE, changes).await.done();
    (fields["capacity"], fields["registrationOpensAt"]) = (Value::Null, Value::Null);
    assert_eq!(reply["event"], fields);
}

#[rstest]
#[tokio::test]
async fn null_where_none_may_be_is_invalid_and_changes_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (id, fields) = standing(&app, &olu).await;
    let changes = json!({ "id": id, "title": null, "visibility": null, "capacity": null });
    let reply = app.send(&olu, UPDATE, changes).await;
    assert_eq!(reply.refusals(), ["INVALID title", "INVALID visibility"]);
    assert_eq!(reply.payload()["event"], Value::Null);
    let now = app.send(&olu, UPDATE, json!({ "id": id })).await.done();
    assert_eq!(now["event"], fields);
}

#[rstest]
#[tokio::test]
async fn a_whole_input_in_one_variable_knows_left_out_from_null(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let ada = app.attendee("ada").await;
    let query = "mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
        viewer { user { firstName lastName } } userErrors { code message field } } }";
    let both = json!({ "input": { "firstName": "Ada", "lastName": "Lovelace" } });
    app.send(&ada, query, both).await.done();
    let cleared = app.send(&ada, query, json!({ "input": { "lastName": null } })).await.done();
    assert_eq!(cleared["viewer"]["user"], json!({ "firstName": "Ada", "lastName": "" }));
    let refused = app.send(&ada, query, json!({ "input": { "username": null } })).await;
    assert_eq!(refused.refusals(), ["INVALID username"]);
}

#[rstest]
#[tokio::test]
async fn an_argument_left_out_takes_its_default(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    let query = "mutation($id: ID!, $quantity: Int) {
        registerForEvent(input: { eventId: $id, quantity: $quantity }) {
            registration { quantity } userErrors { code message field } } }";
    let made = app.send(&ada, query, json!({ "id": event })).await.done();
    assert_eq!(made["registration"]["quantity"], 1);
}

#[rstest]
#[tokio::test]
async fn variables_stand_in_lists_too(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (one, two) = (app.event(&olu, json!({})).await, app.event(&olu, json!({})).await);
    let query = "query($one: ID!, $two: ID!, $status: EventStatus!) {
        nodes(ids: [$two, $one]) { id }
        events(filter: { status: [$status, DRAFT] }) { totalCount } }";
    let variables = json!({ "one": one, "two": two, "status": "PUBLISHED" });
    let reply = app.send(&olu, query, variables).await;
    assert_eq!(reply.at("nodes"), json!([{ "id": two }, { "id": one }]));
    assert_eq!(reply.at("events.totalCount"), 2);
    let left_out = app.send(&olu, query, json!({ "one": one, "two": two })).await;
    assert_eq!((left_out.status.as_u16(), left_out.codes()), (400, vec!["BAD_REQUEST".to_owned()]));
}

#[rstest]
#[tokio::test]
async fn each_operation_has_its_own_variables(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for _ in 0..3 {
        app.event(&olu, json!({})).await;
    }
    let query = "query All($n: Int) { events(first: $n) { nodes { __typename } } }
        query Two($n: Int = 2) { events(first: $n) { nodes { __typename } } }";
    for (name, expected) in [("All", 3), ("Two", 2)] {
        let body = json!({ "query": query, "operationName": name }).to_string();
        let reply = app.request(post(None, body)).await;
        assert_eq!(reply.at("events.nodes").as_array().unwrap().len(), expected, "{name}");
    }
}

#[rstest]
#[case::missing("query($id: ID!) { node(id: $id) { id } }", json!({}))]
#[case::null("query($id: ID!) { node(id: $id) { id } }", json!({ "id": null }))]
#[case::kind("query($n: Int) { events(first: $n) { totalCount } }", json!({ "n": "one" }))]
#[case::word("query($o: EventOrder) { events(orderBy: $o) { totalCount } }", json!({ "o": { "field": "WEATHER" } }))]
#[case::unknown_field("query($o: EventOrder) { events(orderBy: $o) { totalCount } }", json!({ "o": { "colour": 1 } }))]
#[case::undefined("{ events(first: $n) { totalCount } }", json!({ "n": 1 }))]
#[case::unused("query($n: Int) { __typename }", json!({}))]
#[case::kinds_differ("query($n: String) { events(first: $n) { totalCount } }", json!({ "n": "1" }))]
#[tokio::test]
async fn variables_that_do_not_fit_are_refused(#[case] query: &str, #[case] variables: Value) {
    let app = TestApp::start(Sqlite).await;
    let (reply, statements) = app.statements_of(app.send(NOBODY, query, variables)).await;
    assert_eq!(reply.status, 400, "{:#}", reply.json());
    assert!(reply.codes().iter().all(|code| code == "BAD_REQUEST"), "{:#}", reply.json());
    assert_eq!(reply.json().get("data"), None);
    assert_eq!(statements, [""; 0]);
}

#[tokio::test]
async fn conditions_know_the_defaults_of_their_variables() {
    let app = TestApp::start(Sqlite).await;
    let query = "query($no: Boolean! = false, $yes: Boolean = true) {
        a: categories @include(if: $no) { id } b: categories @skip(if: $yes) { id }
        c: categories @include(if: $yes) { id } }";
    let reply = app.send(NOBODY, query, json!({})).await;
    assert_eq!(reply.data(), json!({ "c": [] }));
    let turned = app.send(NOBODY, query, json!({ "no": true, "yes": false })).await;
    assert_eq!(turned.data(), json!({ "a": [], "b": [] }));
}
