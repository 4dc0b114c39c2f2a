//! Who sees registrations, tickets and addresses.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use crate::support::{Database, Postgres, Sqlite, TestApp};

const LIST: &str = "query($id: ID!) { event(id: $id) { registrations {
    totalCount nodes { user { username } email tickets { code } } } } }";

#[rstest]
#[tokio::test]
async fn the_list_shows_each_role_what_is_theirs_to_see(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let (edi, door, look) =
        (app.attendee("edi").await, app.attendee("door").await, app.attendee("look").await);
    let (staff, admin) = (app.staff("sam").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &edi, CollaboratorRole::Editor).await;
    app.share(&event, &door, CollaboratorRole::CheckIn).await;
    app.share(&event, &look, CollaboratorRole::Viewer).await;
    let code =
        app.register(&ada, &event, 1).await.done()["registration"]["tickets"][0]["code"].clone();
    let tickets = json!([{ "code": code }]);
    let all = (json!(ada.email), tickets.clone());
    let seen = [
        (&olu, all.clone()),
        (&edi, all.clone()),
        (&door, (Value::Null, tickets)),
        (&look, (Value::Null, Value::Null)),
        (&staff, all.clone()),
        (&admin, all),
    ];
    for (who, (email, tickets)) in seen {
        let list = app.send(who, LIST, json!({ "id": event })).await.at("event.registrations");
        let node = json!({ "user": { "username": "ada" }, "email": email, "tickets": tickets });
        assert_eq!(list, json!({ "totalCount": 1, "nodes": [node] }), "{}", who.username);
    }
    // The registrant has viewerRegistration; the list is for collaborators.
    assert_eq!(app.send(&ada, LIST, json!({ "id": event })).await.codes(), ["FORBIDDEN"]);
    assert_eq!(app.send(None, LIST, json!({ "id": event })).await.codes(), ["UNAUTHENTICATED"]);
}

#[rstest]
#[tokio::test]
async fn registrations_and_tickets_are_nodes_for_who_sees_them(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, eve, look) =
        (app.attendee("ada").await, app.attendee("eve").await, app.attendee("look").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &look, CollaboratorRole::Viewer).await;
    let made = app.register(&ada, &event, 1).await.done();
    let ids = json!([made["registration"]["id"], made["registration"]["tickets"][0]["id"]]);
    let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
    let registration = json!({ "__typename": "Registration", "id": ids[0] });
    let ticket = json!({ "__typename": "Ticket", "id": ids[1] });
    let nodes = async |who| app.send(who, query, json!({ "ids": ids })).await.at("nodes");
    assert_eq!(nodes(Some(&ada)).await, json!([registration, ticket]));
    assert_eq!(nodes(Some(&olu)).await, json!([registration, ticket]));
    assert_eq!(nodes(Some(&look)).await, json!([registration, null]));
    assert_eq!(nodes(Some(&eve)).await, json!([null, null]));
    assert_eq!(nodes(None).await, json!([null, null]));
}

#[rstest]
#[tokio::test]
async fn the_list_is_narrowed_by_status_and_paged_both_ways(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    for name in ["a1", "a2", "a3", "a4", "a5"] {
        let person = app.attendee(name).await;
        let made = app.registered(&person, &event, 1).await;
        if name == "a2" {
            app.cancel(&person, &made).await.done();
        }
    }
    let query = "query($id: ID!, $first: Int, $after: String, $last: Int, $before: String,
            $status: [RegistrationStatus!]) {
        event(id: $id) { registrations(first: $first, after: $after, last: $last, before: $before,
            status: $status) { totalCount nodes { user { username } }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
    let ask = async |mut variables: Value| {
        variables["id"] = json!(event);
        let list = app.send(&olu, query, variables).await.at("event.registrations");
        let names: Vec<String> = list["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|node| node["user"]["username"].as_str().unwrap().to_owned())
            .collect();
        (names.join(" "), list)
    };
    assert_eq!(ask(json!({ "status": ["WAITLISTED"] })).await.0, "a5");
    let (active, list) = ask(json!({ "status": ["REGISTERED", "WAITLISTED"] })).await;
    assert_eq!((active.as_str(), &list["totalCount"]), ("a1 a3 a4 a5", &json!(4)));

    let (names, list) = ask(json!({ "first": 2 })).await;
    assert_eq!((names.as_str(), &list["pageInfo"]["hasNextPage"]), ("a1 a2", &json!(true)));
    let after = list["pageInfo"]["endCursor"].clone();
    let (names, list) = ask(json!({ "first": 3, "after": after })).await;
    assert_eq!((names.as_str(), &list["pageInfo"]["hasNextPage"]), ("a3 a4 a5", &json!(false)));
    let before = list["pageInfo"]["startCursor"].clone();
    let (names, list) = ask(json!({ "last": 1, "before": before })).await;
    assert_eq!((names.as_str(), &list["pageInfo"]["hasPreviousPage"]), ("a2", &json!(true)));
    assert_eq!(ask(json!({ "last": 2 })).await.0, "a4 a5");
    // A cursor of the whole list is none of the narrowed one.
    let other = json!({ "id": event, "after": after, "status": ["REGISTERED"] });
    assert_eq!(app.send(&olu, query, other).await.codes(), ["BAD_REQUEST"]);
}
