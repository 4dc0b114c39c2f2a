//! `transferEvent`: another owner.

use rstest::rstest;
use serde_json::json;
use turnout::entity::word::CollaboratorRole;

use crate::event::scene::CANCEL;
use crate::sharing::{remove, role_of, share, shown, transfer};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn the_new_owner_has_everything_and_the_former_one_stays_as_editor(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, new, ben) =
        (app.organizer("olu").await, app.organizer("new").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({})).await;
    app.share(&event, &new, CollaboratorRole::Viewer).await;
    app.share(&event, &ben, CollaboratorRole::CheckIn).await;
    let done = transfer(&app, &olu, &event, &new.id).await.done();
    let change = json!({ "field": "organizer", "before": olu.id, "after": new.id });
    let expected = json!({
        "organizer": { "username": "new" }, "viewerRole": "EDITOR", "version": 2,
        "collaborators": [
            { "user": { "username": "ben" }, "role": "CHECK_IN" },
            { "user": { "username": "olu" }, "role": "EDITOR" },
        ],
        "versions": { "nodes": [{
            "change": "OWNERSHIP_TRANSFERRED", "actor": { "username": "olu" }, "changes": [change],
        }] },
    });
    assert_eq!(done["event"], expected);
    assert_eq!(role_of(&app, &new, &event).await, "OWNER");
    let cancel = app.send(&olu, CANCEL, json!({ "id": event })).await;
    assert_eq!(cancel.codes(), ["FORBIDDEN"]);
    assert_eq!(transfer(&app, &olu, &event, &olu.id).await.codes(), ["FORBIDDEN"]);
    remove(&app, &new, &event, &olu.id).await.done();
    app.send(&new, CANCEL, json!({ "id": event })).await.done();
}

#[rstest]
#[tokio::test]
async fn only_organizers_and_admins_become_owners(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    for person in [app.attendee("ada").await, app.staff("sam").await] {
        share(&app, &olu, &event, json!({ "id": person.id }), "EDITOR").await.done();
        let reply = transfer(&app, &olu, &event, &person.id).await;
        assert_eq!(reply.refusals(), ["ROLE_NOT_ALLOWED toUserId"]);
    }
    assert_eq!(transfer(&app, &olu, &event, &olu.id).await.refusals(), ["INVALID toUserId"]);
    let nobody = "user_01h455vb4pex5vsknk084sn02q";
    assert_eq!(transfer(&app, &olu, &event, nobody).await.refusals(), ["NOT_FOUND toUserId"]);
    assert_eq!(transfer(&app, &olu, &event, &event).await.refusals(), ["INVALID toUserId"]);
    assert_eq!(shown(&app, &olu, &event).await, ["ada EDITOR", "sam EDITOR"]);
    assert_eq!(role_of(&app, &olu, &event).await, "OWNER");
    let root = app.admin("root").await;
    transfer(&app, &olu, &event, &root.id).await.done();
    assert_eq!(role_of(&app, &root, &event).await, "OWNER");
}

#[rstest]
#[tokio::test]
async fn an_admin_hands_an_event_on_and_the_former_owner_can_then_go(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, new, root) =
        (app.organizer("olu").await, app.organizer("new").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    let erase = "mutation($id: ID!) { deleteUser(input: { id: $id }) {
        deletedUserId userErrors { code message field } } }";
    assert_eq!(app.send(&root, erase, json!({ "id": olu.id })).await.refusals(), ["IN_USE"]);
    transfer(&app, &root, &event, &new.id).await.done();
    assert_eq!(shown(&app, &new, &event).await, ["olu EDITOR"]);
    app.send(&root, erase, json!({ "id": olu.id })).await.done();
    assert_eq!(shown(&app, &new, &event).await, [""; 0]);
}
