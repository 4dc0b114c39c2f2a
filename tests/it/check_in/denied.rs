//! Who is not at the door.

use rstest::rstest;
use serde_json::json;
use turnout::entity::word::CollaboratorRole;

use crate::check_in::Door;
use crate::support::{Database, Postgres, Sqlite};

#[rstest]
#[tokio::test]
async fn a_ticket_that_is_not_theirs_to_check_in_answers_as_none(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    let (app, code) = (&door.app, door.codes[0].as_str());
    let (look, eve) = (app.attendee("look").await, app.attendee("eve").await);
    let (staff, other) = (app.staff("sam").await, app.organizer("ola").await);
    app.share(&door.event, &look, CollaboratorRole::Viewer).await;
    let unknown = door.check_in(&door.dora, "EVT-0000000000-1").await.payload();
    // The holder, too, does not let themself in.
    for who in [&look, &eve, &staff, &other, &door.ada] {
        let reply = door.check_in(who, code).await;
        assert_eq!(reply.payload(), unknown, "{}", who.username);
        assert_eq!(door.undo(who, code).await.refusals(), ["NOT_FOUND code"], "{}", who.username);
    }
    let input = json!({ "input": { "code": code } });
    assert_eq!(app.send(None, super::CHECK_IN, input).await.codes(), ["UNAUTHENTICATED"]);
    assert_eq!(
        app.send(None, super::UNDO, json!({ "code": code })).await.codes(),
        ["UNAUTHENTICATED"]
    );
    assert_eq!(door.used().await, [false, false]);

    let (edi, admin) = (app.attendee("edi").await, app.admin("root").await);
    app.share(&door.event, &edi, CollaboratorRole::Editor).await;
    for who in [&edi, &admin, &door.olu, &door.dora] {
        door.check_in(who, code).await.done();
        door.undo(who, code).await.done();
    }
}

#[rstest]
#[tokio::test]
async fn the_list_is_for_the_door_alone(#[values(Sqlite, Postgres)] on: Database) {
    let door = Door::open(on).await;
    let (look, staff) = (door.app.attendee("look").await, door.app.staff("sam").await);
    door.app.share(&door.event, &look, CollaboratorRole::Viewer).await;
    let query = "query($id: ID!) { event(id: $id) { title checkInList { totalCount } } }";
    for who in [&look, &staff, &door.ada] {
        let reply = door.app.send(who, query, json!({ "id": door.event })).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"], "{}", who.username);
        let seen = json!({ "title": "Concert", "checkInList": null });
        assert_eq!(reply.json()["data"]["event"], seen);
    }
    for who in [&door.dora, &door.olu] {
        let reply = door.app.send(who, query, json!({ "id": door.event })).await;
        assert_eq!(reply.at("event.checkInList.totalCount"), 2, "{}", who.username);
    }
}
