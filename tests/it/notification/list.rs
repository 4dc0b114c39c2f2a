//! The list of notifications: its pages, what is unread, and that it is nobody else's.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use crate::account::assert_denied;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $unread: Boolean) { viewer {
    unreadNotificationCount
    notifications(first: $first, after: $after, last: $last, unreadOnly: $unread) { totalCount
        nodes { id isRead event { title } } pageInfo { hasNextPage endCursor } } } }";

const READ: &str = "mutation($id: ID!) { markNotificationRead(input: { id: $id }) {
    notification { id isRead } userErrors { code message field } } }";

const READ_ALL: &str = "mutation { markAllNotificationsRead { markedCount userErrors { code } } }";

/// Five notifications of five events, a second apart.
async fn five(app: &TestApp, olu: &Person, who: &Person) {
    for number in 1..=5 {
        let event = app.event(olu, json!({ "title": format!("Concert {number}") })).await;
        app.registered(who, &event, 1).await;
        app.advance(TimeDelta::seconds(1));
    }
}

fn titles(list: &Value) -> Vec<String> {
    let nodes = list["notifications"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["event"]["title"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[tokio::test]
async fn it_is_paged_from_the_newest_and_marked_as_read(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    five(&app, &olu, &ada).await;
    let page = app.send(&ada, PAGE, json!({ "first": 2 })).await.at("viewer");
    assert_eq!(titles(&page), ["Concert 5", "Concert 4"]);
    assert_eq!(
        (&page["unreadNotificationCount"], &page["notifications"]["totalCount"]),
        (&json!(5), &json!(5))
    );
    let after = &page["notifications"]["pageInfo"]["endCursor"];
    let rest = app.send(&ada, PAGE, json!({ "after": after })).await.at("viewer");
    assert_eq!(titles(&rest), ["Concert 3", "Concert 2", "Concert 1"]);
    let end = app.send(&ada, PAGE, json!({ "last": 2 })).await.at("viewer");
    assert_eq!(titles(&end), ["Concert 2", "Concert 1"]);

    let id = &page["notifications"]["nodes"][0]["id"];
    for _ in 0..2 {
        let read = app.send(&ada, READ, json!({ "id": id })).await.done();
        assert_eq!(read["notification"], json!({ "id": id, "isRead": true }));
    }
    let unread = app.send(&ada, PAGE, json!({ "unread": true, "first": 1 })).await.at("viewer");
    assert_eq!(titles(&unread), ["Concert 4"]);
    assert_eq!(
        (&unread["unreadNotificationCount"], &unread["notifications"]["totalCount"]),
        (&json!(4), &json!(4))
    );
    let marked = app.send(&ada, READ_ALL, json!({})).await.done();
    assert_eq!(marked["markedCount"], 4);
    assert_eq!(app.send(&ada, READ_ALL, json!({})).await.done()["markedCount"], 0);
    let none = app.send(&ada, PAGE, json!({ "unread": true })).await.at("viewer");
    assert_eq!((titles(&none), &none["unreadNotificationCount"]), (Vec::new(), &json!(0)));
}

#[rstest]
#[tokio::test]
async fn nobody_reads_or_marks_those_of_another(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (eve, root) = (app.attendee("eve").await, app.admin("root").await);
    five(&app, &olu, &ada).await;
    let page = app.send(&ada, PAGE, json!({ "first": 1 })).await.at("viewer");
    let id = &page["notifications"]["nodes"][0]["id"];
    let cursor = &page["notifications"]["pageInfo"]["endCursor"];
    let node = "query($id: ID!) { node(id: $id) { id ... on Notification { message } } }";
    for other in [&eve, &olu, &root] {
        let refused = app.send(other, READ, json!({ "id": id })).await;
        assert_eq!(refused.refusals(), ["NOT_FOUND id"]);
        assert_eq!(refused.payload()["notification"], json!(null));
        assert_eq!(app.send(other, node, json!({ "id": id })).await.at("node"), json!(null));
        assert_eq!(app.send(other, READ_ALL, json!({})).await.done()["markedCount"], 0);
        let foreign = app.send(other, PAGE, json!({ "after": cursor })).await;
        assert_eq!(foreign.codes(), ["BAD_REQUEST"]);
    }
    assert_denied(&app.send(None, READ, json!({ "id": id })).await, "UNAUTHENTICATED");
    assert_denied(&app.send(None, READ_ALL, json!({})).await, "UNAUTHENTICATED");
    assert_eq!(app.send(None, node, json!({ "id": id })).await.at("node"), json!(null));
    let own = app.send(&ada, node, json!({ "id": id })).await;
    assert!(own.text("node.message").starts_with("You have a seat"));
    assert_eq!(app.send(&ada, PAGE, json!({})).await.at("viewer")["unreadNotificationCount"], 5);
}

#[rstest]
#[tokio::test]
async fn what_is_no_notification_is_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ada = app.attendee("ada").await;
    for bad in ["", "nothing", "notification_", &ada.id] {
        let refused = app.send(&ada, READ, json!({ "id": bad })).await;
        assert_eq!(refused.refusals(), ["INVALID id"], "{bad}");
    }
    let unknown = "notification_00000000000000000000000000";
    let refused = app.send(&ada, READ, json!({ "id": unknown })).await;
    assert_eq!(refused.refusals(), ["NOT_FOUND id"]);
    for bad in [json!({ "first": 0 }), json!({ "first": 101 }), json!({ "first": 1, "last": 1 })] {
        assert_eq!(app.send(&ada, PAGE, bad).await.codes(), ["BAD_REQUEST"]);
    }
}

#[rstest]
#[tokio::test]
async fn a_page_takes_as_many_statements_for_five_as_for_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    five(&app, &olu, &ada).await;
    let asked = "query($first: Int!) { viewer { notifications(first: $first) { nodes { kind
        event { title organizer { username } } registration { status event { title } } } } } }";
    let mut counted = Vec::new();
    for first in [1, 5] {
        let sent = app.send(&ada, asked, json!({ "first": first }));
        let (reply, statements) = app.statements_of(sent).await;
        let nodes = reply.at("viewer.notifications.nodes");
        assert_eq!(nodes.as_array().unwrap().len(), first);
        counted.push(statements.len());
    }
    assert_eq!(counted[0], counted[1]);
    assert!(counted[1] <= 6, "{counted:?}");
}
