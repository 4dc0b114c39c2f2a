//! Ids: of the wrong kind they are refused, of nothing they find nothing.

use rstest::rstest;
use serde_json::{Value, json};

use crate::protocol::NOBODY;
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Ids of every kind that name nothing.
const EVENT: &str = "event_01h455vb4pex5vsknk084sn02q";
const USER: &str = "user_01h455vb4pex5vsknk084sn02q";

#[rstest]
#[case::event("event", "nonsense")]
#[case::event_empty("event", "")]
#[case::event_uuid("event", "018b1c9d-5b1f-7c7f-8d4e-1c1a4a1f9c11")]
#[case::event_of_user("event", USER)]
#[case::event_cut("event", "event_01h455vb4pex5vsknk084sn02")]
#[case::event_nul("event", "event_\0")]
#[case::user("user", "nonsense")]
#[case::user_of_event("user", EVENT)]
#[case::node("node", "nonsense")]
#[case::node_of_nobody("node", "nobody_01h455vb4pex5vsknk084sn02q")]
#[tokio::test]
async fn an_id_of_the_wrong_kind_is_refused_without_a_look(#[case] field: &str, #[case] id: &str) {
    let app = TestApp::start(Sqlite).await;
    let query = format!("query($id: ID!) {{ {field}(id: $id) {{ id }} }}");
    let sent = app.send(NOBODY, &query, json!({ "id": id }));
    let (reply, statements) = app.statements_of(sent).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.codes(), ["BAD_REQUEST"]);
    assert_eq!(reply.json()["errors"][0]["path"], json!([field]));
    assert_eq!(reply.json()["data"][field], Value::Null);
    assert_eq!(statements, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn an_unknown_id_finds_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let query = "query($event: ID!, $user: ID!, $ids: [ID!]!) { event(id: $event) { id }
        user(id: $user) { id } node(id: $event) { id } nodes(ids: $ids) { id }
        category(slug: \"none\") { id } odd: category(slug: \"\\u0000\") { id } }";
    let number = "01h455vb4pex5vsknk084sn02q";
    let kinds = ["event", "user", "category", "registration", "ticket", "session", "feedback"];
    let ids: Vec<String> = kinds.iter().map(|kind| format!("{kind}_{number}")).collect();
    let reply = app.send(NOBODY, query, json!({ "event": EVENT, "user": USER, "ids": ids })).await;
    let nothing = json!({ "event": null, "user": null, "node": null, "category": null,
        "odd": null, "nodes": vec![Value::Null; kinds.len()] });
    assert_eq!(reply.data(), nothing);
}

#[rstest]
#[tokio::test]
async fn nodes_keep_the_order_of_their_ids(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    let ids = json!([olu.id, "nonsense", EVENT, event, olu.id]);
    let user = json!({ "__typename": "User", "id": olu.id });
    let expected = json!([user, null, null, { "__typename": "Event", "id": event }, user]);
    assert_eq!(app.send(NOBODY, query, json!({ "ids": ids })).await.at("nodes"), expected);
}

#[rstest]
#[case::event("updateEvent(input: { id: $id, title: \"x\" }) { event { id } ERRORS }", USER)]
#[case::event_nonsense("deleteEvent(input: { id: $id }) { deletedEventId ERRORS }", "nonsense")]
#[case::registration(
    "cancelRegistration(input: { id: $id }) { registration { id } ERRORS }",
    EVENT
)]
#[case::category("deleteCategory(input: { id: $id }) { deletedCategoryId ERRORS }", EVENT)]
#[case::user("updateUser(input: { id: $id, lastName: \"x\" }) { user { id } ERRORS }", EVENT)]
#[tokio::test]
async fn an_input_of_the_wrong_kind_is_invalid(#[case] field: &str, #[case] id: &str) {
    let app = TestApp::start(Sqlite).await;
    let admin = app.admin("ada").await;
    let field = field.replace("ERRORS", "userErrors { code message field }");
    let reply =
        app.send(&admin, &format!("mutation($id: ID!) {{ {field} }}"), json!({ "id": id })).await;
    assert_eq!(reply.refusals(), ["INVALID id"]);
}
