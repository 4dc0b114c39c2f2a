//! A person's own registrations.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Postgres, Sqlite, TestApp};

const OWN: &str = "query($status: [RegistrationStatus!], $upcoming: Boolean) { viewer {
    registrations(status: $status, upcomingOnly: $upcoming) {
        totalCount nodes { status event { title } } } } }";

fn titles(list: &Value) -> Vec<&str> {
    let nodes = list["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["event"]["title"].as_str().unwrap()).collect()
}

#[rstest]
#[tokio::test]
async fn they_come_newest_first_and_narrowed(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let soon = app.event(&olu, json!({ "title": "Soon" })).await;
    let later = app
        .event(&olu, json!({ "title": "Later", "startsAt": "2030-07-01T12:00:00Z", "capacity": 1 }))
        .await;
    let gone = app.event(&olu, json!({ "title": "Given up" })).await;
    app.registered(&ada, &soon, 1).await;
    app.registered(&olu, &later, 1).await;
    app.registered(&ada, &later, 1).await;
    let given_up = app.registered(&ada, &gone, 1).await;
    app.cancel(&ada, &given_up).await.done();

    let ask = async |variables| app.send(&ada, OWN, variables).await.at("viewer.registrations");
    let all = ask(json!({})).await;
    assert_eq!(titles(&all), ["Given up", "Later", "Soon"]);
    assert_eq!(all["totalCount"], 3);
    let waiting = ask(json!({ "status": ["WAITLISTED"] })).await;
    assert_eq!((titles(&waiting), &waiting["totalCount"]), (vec!["Later"], &json!(1)));
    app.advance(TimeDelta::days(2));
    let upcoming = ask(json!({ "upcoming": true })).await;
    assert_eq!((titles(&upcoming), &upcoming["totalCount"]), (vec!["Later"], &json!(1)));
}

#[rstest]
#[tokio::test]
async fn what_one_may_no_longer_see_is_left_out(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let private = app.event(&olu, json!({ "visibility": "PRIVATE", "title": "Private" })).await;
    let deleted = app.event(&olu, json!({ "title": "Deleted" })).await;
    let input = json!({ "eventId": private, "person": { "id": ada.id } });
    let made =
        app.send(&olu, crate::support::make::REGISTER, json!({ "input": input })).await.done();
    app.registered(&ada, &deleted, 1).await;
    let list = app.send(&ada, OWN, json!({})).await.at("viewer.registrations");
    assert_eq!(titles(&list), ["Deleted", "Private"]);

    app.cancel(&ada, made["registration"]["id"].as_str().unwrap()).await.done();
    let delete = "mutation($id: ID!) { deleteEvent(input: { id: $id }) { userErrors { code } } }";
    app.send(&olu, delete, json!({ "id": deleted })).await.done();
    let list = app.send(&ada, OWN, json!({})).await.at("viewer.registrations");
    assert_eq!(list, json!({ "totalCount": 0, "nodes": [] }));
}

#[rstest]
#[tokio::test]
async fn nobody_signed_in_has_none(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    assert_eq!(app.send(None, OWN, json!({})).await.at("viewer"), json!(null));
}
