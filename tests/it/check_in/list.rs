//! The list that a device at the door keeps.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::check_in::Door;
use crate::support::{Database, Person, Postgres, Sqlite};

const LIST: &str = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    event(id: $id) { checkInList(first: $first, after: $after, last: $last, before: $before) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        nodes { ticketId codeHash seatNumber state checkedInAt attendee { displayName } } } } }";

fn hash(code: &str) -> String {
    Sha256::digest(code.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn list(door: &Door, who: &Person, mut variables: Value) -> Value {
    variables["id"] = json!(door.event);
    door.app.send(who, LIST, variables).await.at("event.checkInList")
}

#[rstest]
#[tokio::test]
async fn it_tells_good_tickets_from_used_and_cancelled_ones_and_holds_no_code(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    let ben = door.app.attendee("ben").await;
    door.app.share(&door.event, &ben, turnout::entity::word::CollaboratorRole::Viewer).await;
    let made = door.app.register(&ben, &door.event, 1).await;
    let good = made.text("registerForEvent.registration.tickets.0.code");
    door.check_in(&door.dora, &door.codes[0]).await.done();
    door.app.resize(&door.ada, &door.registration, 1).await.done();

    let seen = list(&door, &door.dora, json!({})).await;
    let mut rows: Vec<(&str, &str, &str, i64)> = Vec::new();
    for node in seen["nodes"].as_array().unwrap() {
        rows.push((
            node["codeHash"].as_str().unwrap(),
            node["state"].as_str().unwrap(),
            node["attendee"]["displayName"].as_str().unwrap(),
            node["seatNumber"].as_i64().unwrap(),
        ));
        assert_eq!(node["checkedInAt"].is_string(), node["state"] == "USED");
    }
    rows.sort_by_key(|row| (row.2, row.3));
    let hashes = [&door.codes[0], &door.codes[1], &good].map(|code| hash(code));
    let due = [
        (hashes[0].as_str(), "USED", "ada", 1),
        (hashes[1].as_str(), "CANCELLED", "ada", 2),
        (hashes[2].as_str(), "GOOD", "ben", 1),
    ];
    assert_eq!(rows, due);
    assert_eq!(seen["totalCount"], 3);
    assert!(!seen.to_string().contains("EVT-"));
}

#[rstest]
#[tokio::test]
async fn it_is_paged_both_ways_whatever_is_made_at_the_same_moment(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    for number in 0..4 {
        let person = door.app.attendee(&format!("guest{number}")).await;
        let input = json!({ "eventId": door.event, "quantity": 3, "person": { "id": person.id } });
        door.app
            .send(&door.olu, crate::support::make::REGISTER, json!({ "input": input }))
            .await
            .done();
        door.app.advance(TimeDelta::minutes(1));
    }
    let ids = |page: &Value| -> Vec<String> {
        let nodes = page["nodes"].as_array().unwrap();
        nodes.iter().map(|node| node["ticketId"].as_str().unwrap().to_owned()).collect()
    };
    let whole = ids(&list(&door, &door.dora, json!({ "first": 100 })).await);
    assert_eq!(whole.len(), 14);
    let (mut forth, mut after) = (Vec::new(), Value::Null);
    for _ in 0..3 {
        let page = list(&door, &door.dora, json!({ "first": 5, "after": after })).await;
        forth.extend(ids(&page));
        after = page["pageInfo"]["endCursor"].clone();
        assert_eq!(page["pageInfo"]["hasNextPage"], forth.len() < 14);
    }
    assert_eq!(forth, whole);
    let (mut back, mut before) = (Vec::new(), Value::Null);
    for _ in 0..3 {
        let page = list(&door, &door.dora, json!({ "last": 5, "before": before })).await;
        back.splice(0..0, ids(&page));
        before = page["pageInfo"]["startCursor"].clone();
    }
    assert_eq!(back, whole);
    for bad in [json!({ "first": 0 }), json!({ "first": 101 }), json!({ "after": "nonsense" })] {
        let mut variables = bad;
        variables["id"] = json!(door.event);
        assert_eq!(door.app.send(&door.dora, LIST, variables).await.codes(), ["BAD_REQUEST"]);
    }
}

#[rstest]
#[tokio::test]
async fn lists_of_many_events_take_no_more_statements_than_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    for number in 0..10 {
        let event = door.app.event(&door.olu, json!({})).await;
        let person = door.app.attendee(&format!("guest{number}")).await;
        door.app.registered(&person, &event, 2).await;
    }
    let query = "query($first: Int!) { viewer { events(first: $first) { nodes {
        checkInList { totalCount nodes { state attendee { displayName } } } } } } }";
    let ask = async |first: i32| {
        let asked = door.app.send(&door.olu, query, json!({ "first": first }));
        door.app.statements_of(asked).await
    };
    let (_, for_one) = ask(1).await;
    let (reply, for_many) = ask(11).await;
    let nodes = reply.at("viewer.events.nodes");
    assert!(nodes.as_array().unwrap().iter().all(|node| node["checkInList"]["totalCount"] == 2));
    assert_eq!(for_many.len(), for_one.len(), "{for_one:#?}\n{for_many:#?}");
}
