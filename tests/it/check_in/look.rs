//! Tickets by their code, and what each may see of them.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use crate::check_in::Door;
use crate::support::{Database, Person, Postgres, Sqlite};

const TICKET: &str = "query($code: String!) { ticket(code: $code) {
    id code isUsed checkedInBy { username } registration { user { username } } } }";

async fn seen(door: &Door, who: Option<&Person>, code: &str) -> Value {
    door.app.send(who, TICKET, json!({ "code": code })).await.at("ticket")
}

#[rstest]
#[tokio::test]
async fn holders_doors_staff_and_admins_find_a_ticket_by_its_code(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    let app = &door.app;
    let (look, eve, edi) =
        (app.attendee("look").await, app.attendee("eve").await, app.attendee("edi").await);
    let (staff, admin) = (app.staff("sam").await, app.admin("root").await);
    app.share(&door.event, &look, CollaboratorRole::Viewer).await;
    app.share(&door.event, &edi, CollaboratorRole::Editor).await;
    door.check_in(&door.dora, &door.codes[0]).await.done();
    let code = door.codes[0].to_lowercase();
    for who in [&door.dora, &edi, &door.olu, &staff, &admin, &door.ada] {
        let ticket = seen(&door, Some(who), &code).await;
        assert_eq!(ticket["code"], door.codes[0], "{}", who.username);
        assert_eq!(
            (&ticket["isUsed"], &ticket["registration"]["user"]["username"]),
            (&json!(true), &json!("ada"))
        );
        // Whose hand it was is the door's business.
        let by = if who.username == "ada" { json!(null) } else { json!({ "username": "dora" }) };
        assert_eq!(ticket["checkedInBy"], by, "{}", who.username);
    }
    for who in [Some(&look), Some(&eve), None] {
        assert_eq!(seen(&door, who, &code).await, json!(null), "{who:?}");
    }
    for unknown in ["EVT-0000000000-1", "nonsense", "", "\u{0}"] {
        assert_eq!(seen(&door, Some(&admin), unknown).await, json!(null), "{unknown:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_ticket_is_a_node_with_a_picture(#[values(Sqlite, Postgres)] on: Database) {
    let door = Door::open(on).await;
    let id = seen(&door, Some(&door.ada), &door.codes[1]).await["id"].clone();
    let query =
        "query($id: ID!) { node(id: $id) { id ... on Ticket { code qrSvg isUsed cancelledAt } } }";
    let node = door.app.send(&door.ada, query, json!({ "id": id })).await.at("node");
    assert_eq!((&node["id"], &node["code"]), (&id, &json!(door.codes[1])));
    assert_eq!((&node["isUsed"], &node["cancelledAt"]), (&json!(false), &json!(null)));
    let picture = node["qrSvg"].as_str().unwrap();
    assert!(picture.contains("<svg ") && picture.contains("viewBox"), "{picture}");
    door.app.resize(&door.ada, &door.registration, 1).await.done();
    let node = door.app.send(&door.ada, query, json!({ "id": id })).await.at("node");
    assert!(node["cancelledAt"].is_string(), "{node}");
}

#[rstest]
#[tokio::test]
async fn a_page_of_used_tickets_takes_no_more_statements_than_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    door.check_in(&door.dora, &door.codes[0]).await.done();
    let query = "query($id: ID!) { event(id: $id) { registrations(first: 100) {
        nodes { tickets { isUsed checkedInAt checkedInBy { username } } } } } }";
    let ask = async || {
        let asked = door.app.send(&door.olu, query, json!({ "id": door.event }));
        door.app.statements_of(asked).await
    };
    let (_, for_one) = ask().await;
    for number in 0..12 {
        let person = door.app.attendee(&format!("guest{number}")).await;
        door.app.share(&door.event, &person, CollaboratorRole::CheckIn).await;
        let made = door.app.register(&person, &door.event, 1).await;
        let code = made.text("registerForEvent.registration.tickets.0.code");
        door.check_in(&person, &code).await.done();
    }
    let (reply, for_many) = ask().await;
    let last = reply.at("event.registrations.nodes.12.tickets.0.checkedInBy.username");
    assert_eq!(last, "guest11");
    assert_eq!(for_many.len(), for_one.len(), "{for_one:#?}\n{for_many:#?}");
}
