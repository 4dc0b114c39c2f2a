//! Too much is refused at once, before anything runs, and the server lives on.

use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::{Value, json};

use crate::protocol::{NOBODY, assert_refused};
use crate::support::app::post;
use crate::support::{Sqlite, TestApp};

/// Sends what is too much; the message must tell of `what`.
async fn assert_too_much(query: &str, variables: Value, what: &str) {
    let app = TestApp::start(Sqlite).await;
    let begun = Instant::now();
    let (reply, statements) = app.statements_of(app.send(NOBODY, query, variables)).await;
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(2), "took {took:?}");
    assert_refused(&reply, 400, "LIMIT_EXCEEDED");
    let message = reply.json()["errors"][0]["message"].as_str().unwrap().to_owned();
    assert!(message.contains(what), "{message}");
    assert_eq!(statements, [""; 0]);
    let next = app.send(NOBODY, "{ __typename }", json!({})).await;
    assert_eq!(next.data(), json!({ "__typename": "Query" }));
}

/// A query of `levels` fields within each other.
fn deep(levels: usize) -> String {
    let ways = ["events(first: 1)", "nodes", "category"];
    let steps: String = (0..levels - 2).map(|at| format!("{} {{ ", ways[at % 3])).collect();
    format!("{{ categories {{ {steps} __typename {}", "}".repeat(levels))
}

fn aliases(count: usize) -> String {
    let fields: String = (0..count).map(|at| format!("a{at}: id ")).collect();
    format!("{{ categories {{ {fields} }} }}")
}

fn directives(count: usize) -> String {
    let fields: String = (0..count).map(|at| format!("f{at}: id @include(if: true) ")).collect();
    format!("{{ categories {{ {fields} }} }}")
}

/// Each fragment spreads the next one twice.
fn doubling(levels: usize) -> String {
    let fragments: String = (0..levels)
        .map(|at| format!("fragment f{at} on Category {{ ...f{} ...f{} }} ", at + 1, at + 1))
        .collect();
    format!("{{ categories {{ ...f0 }} }} {fragments} fragment f{levels} on Category {{ id }}")
}

const ATTENDEES: &str = "nodes { attendees(first: $n) { nodes { id } } }";

#[rstest]
#[case::text(format!("{{ __typename }}{}", " ".repeat(32 * 1024)), "longer than 32768 bytes")]
#[case::tokens(format!("{{ {} }}", "__typename ".repeat(1999)), "2000 tokens")]
#[case::nesting(format!("{}a{}", "{a".repeat(25), "}".repeat(25)), "24 levels of brackets")]
#[case::selections("{".repeat(32_000), "brackets")]
#[case::lists(format!("{{ a(b: {}", "[".repeat(32_000)), "brackets")]
#[case::objects(format!("{{ a(b: {}", "{a:".repeat(9_000)), "brackets")]
#[case::bomb("[".repeat(100_000), "longer than 32768 bytes")]
#[case::depth(deep(13), "12 levels of fields")]
#[case::aliases(aliases(31), "30 aliases")]
#[case::roots(format!("{{ {} }}", "__typename ".repeat(21)), "20 fields at its root")]
#[case::directives(directives(21), "20 directives")]
#[case::doubling(doubling(30), "1000 fields")]
#[case::fields(format!("{{ categories {{ {} }} }}", "id ".repeat(1000)), "1000 fields")]
#[tokio::test]
async fn a_text_too_heavy_is_refused_at_once(#[case] query: String, #[case] what: &str) {
    assert_too_much(&query, json!({}), what).await;
}

#[rstest]
#[case::depth(deep(12))]
#[case::aliases(aliases(30))]
#[case::roots(format!("{{ {} }}", "__typename ".repeat(20)))]
#[case::directives(directives(20))]
#[case::doubling(doubling(9))]
#[case::fields(format!("{{ categories {{ {} }} }}", "id ".repeat(999)))]
#[tokio::test]
async fn what_reaches_a_limit_and_no_further_is_let_through(#[case] query: String) {
    let app = TestApp::start(Sqlite).await;
    app.send(NOBODY, &query, json!({})).await.data();
}

#[rstest]
#[case::literal(
    "{ events(first: 100) { nodes { attendees(first: 100) { nodes { id } } } } }".to_owned(),
    json!({}),
)]
#[case::variables(format!("query($n: Int) {{ events(first: $n) {{ {ATTENDEES} }} }}"), json!({ "n": 100 }))]
#[case::last(
    "query($n: Int) { events(last: $n) { nodes { attendees(last: $n) { nodes { id } } } } }".to_owned(),
    json!({ "n": 100 }),
)]
#[case::default(format!("query($n: Int = 100) {{ events(first: $n) {{ {ATTENDEES} }} }}"), json!({}))]
#[case::fragment(
    format!("query($n: Int) {{ events(first: $n) {{ ...a }} }} fragment a on EventConnection {{ {ATTENDEES} }}"),
    json!({ "n": 100 }),
)]
#[case::no_size(
    "{ events { nodes { organizer { organizedEvents { nodes { attendees(first: 25) { nodes { id } } } } } } } }"
        .to_owned(),
    json!({}),
)]
#[case::side_by_side(
    "{ a: events(first: 60) { nodes { attendees(first: 100) { nodes { id } } } }
       b: events(first: 60) { nodes { attendees(first: 100) { nodes { id } } } } }".to_owned(),
    json!({}),
)]
#[tokio::test]
async fn lists_of_lists_have_a_cost(#[case] query: String, #[case] variables: Value) {
    assert_too_much(&query, variables, "10000 nodes").await;
}

#[tokio::test]
async fn a_cost_within_the_limit_is_let_through() {
    let app = TestApp::start(Sqlite).await;
    let query = format!("query($n: Int) {{ events(first: 99) {{ {ATTENDEES} }} }}");
    app.send(NOBODY, &query, json!({ "n": 100 })).await.data();
}

#[tokio::test]
async fn the_defaults_of_another_operation_hide_no_cost() {
    let app = TestApp::start(Sqlite).await;
    let query = format!(
        "query Light($n: Int = 1) {{ ...a }} query Heavy($n: Int = 100) {{ ...a }}
         fragment a on Query {{ events(first: $n) {{ {ATTENDEES} }} }}"
    );
    for (name, refused) in [("Light", false), ("Heavy", true)] {
        let body = json!({ "query": query, "operationName": name }).to_string();
        let reply = app.request(post(None, body)).await;
        if refused {
            assert_refused(&reply, 400, "LIMIT_EXCEEDED");
        } else {
            reply.data();
        }
    }
}

#[rstest]
#[case::literal(true)]
#[case::variable(false)]
#[tokio::test]
async fn lists_have_a_hundred_entries_at_most(#[case] literal: bool) {
    let ids = |count: usize| vec!["event_00000000000000000000000001"; count];
    let request = |count: usize| {
        if literal {
            (format!("{{ nodes(ids: {:?}) {{ id }} }}", ids(count)), json!({}))
        } else {
            let query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }".to_owned();
            (query, json!({ "ids": ids(count) }))
        }
    };
    let (query, variables) = request(101);
    assert_too_much(&query, variables, "100 entries").await;
    let app = TestApp::start(Sqlite).await;
    let (query, variables) = request(100);
    assert_eq!(
        app.send(NOBODY, &query, variables).await.at("nodes"),
        json!(vec![Value::Null; 100])
    );
}

#[rstest]
#[case::literal("{ events(filter: { status: [STATUSES] }) { totalCount } }", json!({}))]
#[case::default(
    "query($s: [EventStatus!] = [STATUSES]) { events(filter: { status: $s }) { totalCount } }",
    json!({}),
)]
#[case::within(
    "query($f: EventFilter) { events(filter: $f) { totalCount } }",
    json!({ "f": { "status": vec!["DRAFT"; 101] } }),
)]
#[tokio::test]
async fn lists_within_arguments_count_too(#[case] query: &str, #[case] variables: Value) {
    let query = query.replace("STATUSES", &"DRAFT ".repeat(101));
    assert_too_much(&query, variables, "100 entries").await;
}

#[rstest]
#[case::twice(
    "a: signIn(input: $i) { session { accessToken } } b: signIn(input: $i) { session { accessToken } }"
)]
#[case::fragment("...f ...f")]
#[case::two_kinds(
    "signIn(input: $i) { session { accessToken } }
     refreshSession(input: { refreshToken: \"x\" }) { session { accessToken } }"
)]
#[tokio::test]
async fn one_request_tries_one_secret(#[case] fields: &str) {
    let fragment = "fragment f on Mutation { signIn(input: $i) { session { accessToken } } }";
    let fragment = if fields.contains("...f") { fragment } else { "" };
    let query = format!("mutation($i: SignInInput!) {{ {fields} }} {fragment}");
    let variables = json!({ "i": { "login": "ada", "password": "guess" } });
    assert_too_much(&query, variables, "1 mutation that signs in or up").await;
}

#[rstest]
#[case::itself("fragment a on Category { ...a }")]
#[case::two("fragment a on Category { ...b } fragment b on Category { id ...a }")]
#[case::deep("fragment a on Category { events { nodes { category { ...a } } } }")]
#[tokio::test]
async fn fragments_in_circles_are_refused(#[case] fragments: &str) {
    let app = TestApp::start(Sqlite).await;
    let query = format!("{{ categories {{ ...a }} }} {fragments}");
    assert_refused(&app.send(NOBODY, &query, json!({})).await, 400, "BAD_REQUEST");
    let unused = format!("{{ categories {{ id }} }} {fragments}");
    assert_refused(&app.send(NOBODY, &unused, json!({})).await, 400, "BAD_REQUEST");
}

#[tokio::test]
async fn a_long_name_is_refused_before_anything_repeats_it() {
    let app = TestApp::start(Sqlite).await;
    let query = format!("{{ events {{ nodes {{ id({}: 1) }} }} }}", "A".repeat(28_000));
    let reply = app.send(NOBODY, &query, json!({})).await;
    assert_refused(&reply, 400, "LIMIT_EXCEEDED");
    assert!(reply.bytes.len() < 1000);
}

#[tokio::test]
async fn one_request_tries_one_password() {
    let app = TestApp::start(Sqlite).await;
    let ada = app.attendee("ada").await;
    let try_one = "changePassword(input: { currentPassword: \"a\", newPassword: \"b\" }) {
        userErrors { code } }";
    let query = format!("mutation {{ a: {try_one} b: {try_one} }}");
    assert_refused(&app.send(&ada, &query, json!({})).await, 400, "LIMIT_EXCEEDED");
}

#[tokio::test]
async fn the_variables_of_one_operation_do_not_touch_another() {
    let app = TestApp::start(Sqlite).await;
    let query = "query A($id: ID!) { event(id: $id) { ...e } } fragment e on Event { id }
        query B($id: String) { categories { id } viewer { user { id } } c: category(slug: \"x\") { id } }";
    let body = json!({ "query": query, "operationName": "B", "variables": {} }).to_string();
    let reply = app.request(post(None, body)).await;
    // `$id` is not used in B: that is B's own fault, and the only one.
    assert_eq!(reply.codes(), ["BAD_REQUEST"]);
    assert!(!String::from_utf8_lossy(&reply.bytes).contains("required"));
}
