//! The guest list, and who sees it.

use rstest::rstest;
use serde_json::json;
use turnout::entity::word::CollaboratorRole;

use crate::support::{Database, Postgres, Sqlite, TestApp};

const GUESTS: &str = "query($id: ID!) { event(id: $id) {
    attendees { totalCount nodes { username } } } }";

#[rstest]
#[tokio::test]
async fn the_guest_list_obeys_its_setting(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben, eve, look) = (
        app.attendee("ada").await,
        app.attendee("ben").await,
        app.attendee("eve").await,
        app.attendee("look").await,
    );
    let staff = app.staff("sam").await;
    // Which of nobody, a stranger, a registrant, one in line, a collaborator and staff see it.
    let table = [
        ("EVERYONE", [true, true, true, true, true, true]),
        ("ATTENDEES", [false, false, true, true, true, true]),
        ("COLLABORATORS", [false, false, false, false, true, true]),
    ];
    for (setting, allowed) in table {
        let changes = json!({ "guestListVisibility": setting, "capacity": 1 });
        let event = app.event(&olu, changes).await;
        app.share(&event, &look, CollaboratorRole::Viewer).await;
        app.registered(&ada, &event, 1).await;
        app.registered(&ben, &event, 1).await;
        let who = [None, Some(&eve), Some(&ada), Some(&ben), Some(&look), Some(&staff)];
        for (person, allowed) in who.into_iter().zip(allowed) {
            let reply = app.send(person, GUESTS, json!({ "id": event })).await;
            if allowed {
                let list = json!({ "totalCount": 1, "nodes": [{ "username": "ada" }] });
                assert_eq!(reply.at("event.attendees"), list, "{setting} {person:?}");
            } else {
                let code = if person.is_none() { "UNAUTHENTICATED" } else { "FORBIDDEN" };
                assert_eq!(reply.codes(), [code], "{setting} {person:?}");
                assert!(!String::from_utf8_lossy(&reply.bytes).contains("\"ada\""));
            }
        }
    }
}

#[rstest]
#[tokio::test]
async fn guests_stand_in_the_order_in_which_they_got_seats(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben, cid) =
        (app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await);
    let event = app.event(&olu, json!({ "capacity": 2, "guestListVisibility": "EVERYONE" })).await;
    let leaving = app.registered(&ada, &event, 1).await;
    let waiting = app.registered(&ben, &event, 2).await;
    app.registered(&cid, &event, 1).await;
    app.cancel(&ada, &leaving).await.done();
    app.resize(&ben, &waiting, 1).await.done();
    let query =
        "query($id: ID!, $after: String) { event(id: $id) { attendees(first: 1, after: $after) {
        nodes { username email } pageInfo { endCursor hasNextPage } } } }";
    let first = app.send(None, query, json!({ "id": event })).await;
    // Promotion came after the registration of the third; nobody learns an address here.
    let node = json!([{ "username": "cid", "email": null }]);
    assert_eq!(first.at("event.attendees.nodes"), node);
    let after = first.at("event.attendees.pageInfo.endCursor");
    let second = app.send(None, query, json!({ "id": event, "after": after })).await;
    assert_eq!(second.at("event.attendees.nodes.0.username"), "ben");
    assert_eq!(second.at("event.attendees.pageInfo.hasNextPage"), false);
}
