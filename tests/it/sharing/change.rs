//! Changing roles, taking back, leaving: it holds at once.

use rstest::rstest;
use serde_json::json;
use turnout::entity::word::CollaboratorRole;

use crate::sharing::{change, remove, role_of, share, shown};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn a_new_role_holds_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    share(&app, &olu, &event, json!({ "id": ada.id }), "EDITOR").await.done();
    app.update_event(&ada, &event, json!({ "title": "Ball" })).await.done();
    let done = change(&app, &olu, &event, &ada.id, "VIEWER").await.done();
    assert_eq!(done["collaborator"], json!({ "user": { "username": "ada" }, "role": "VIEWER" }));
    let edit = app.update_event(&ada, &event, json!({ "title": "Gala" })).await;
    assert_eq!(edit.codes(), ["FORBIDDEN"]);
    assert_eq!(role_of(&app, &ada, &event).await, "VIEWER");
}

#[rstest]
#[tokio::test]
async fn who_is_removed_sees_a_private_event_no_longer(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&app, &olu, &event, json!({ "id": ada.id }), "EDITOR").await.done();
    let done = remove(&app, &olu, &event, &ada.id).await.done();
    assert_eq!(done["removedUserId"], json!(ada.id));
    assert_eq!(done["event"]["title"], "Concert");
    let edit = app.update_event(&ada, &event, json!({ "title": "Gala" })).await;
    assert_eq!(edit.refusals(), ["NOT_FOUND id"]);
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    assert_eq!(shown(&app, &olu, &event).await, [""; 0]);
    assert_eq!(remove(&app, &olu, &event, &ada.id).await.refusals(), ["NOT_FOUND userId"]);
}

#[rstest]
#[tokio::test]
async fn collaborators_leave_whatever_their_role_and_remove_nobody_else(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(CollaboratorRole::Editor, CollaboratorRole::CheckIn, CollaboratorRole::Viewer)]
    role: CollaboratorRole,
    #[values("PUBLIC", "PRIVATE")] visibility: &str,
) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "visibility": visibility })).await;
    for person in [&ada, &ben] {
        app.share(&event, person, role).await;
    }
    for other in [&ben, &olu] {
        assert_eq!(remove(&app, &ada, &event, &other.id).await.codes(), ["FORBIDDEN"]);
    }
    let done = remove(&app, &ada, &event, &ada.id).await.done();
    assert_eq!(done["removedUserId"], json!(ada.id));
    // The answer shows what whoever left may still see.
    let seen = if visibility == "PUBLIC" { json!({ "title": "Concert" }) } else { json!(null) };
    assert_eq!(done["event"], seen);
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    assert_eq!(shown(&app, &olu, &event).await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn an_owner_cannot_leave_and_a_stranger_has_nothing_to_leave(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (sam, root) = (app.staff("sam").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    for who in [&olu, &root] {
        assert_eq!(remove(&app, who, &event, &olu.id).await.refusals(), ["INVALID userId"]);
    }
    app.registered(&ada, &event, 1).await;
    assert_eq!(remove(&app, &ada, &event, &ada.id).await.codes(), ["FORBIDDEN"]);
    assert_eq!(remove(&app, &sam, &event, &olu.id).await.codes(), ["FORBIDDEN"]);
    for who in [&sam, &root] {
        assert_eq!(remove(&app, who, &event, &who.id).await.refusals(), ["NOT_FOUND userId"]);
    }
    assert_eq!(role_of(&app, &olu, &event).await, "OWNER");
}

#[rstest]
#[tokio::test]
async fn who_is_no_collaborator_gets_no_other_role(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    let reply = change(&app, &olu, &event, &ada.id, "EDITOR").await;
    assert_eq!(reply.refusals(), ["NOT_FOUND userId"]);
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    let reply = change(&app, &olu, &event, &event, "EDITOR").await;
    assert_eq!(reply.refusals(), ["INVALID userId"]);
    let reply = change(&app, &olu, &ada.id, &ada.id, "EDITOR").await;
    assert_eq!(reply.refusals(), ["INVALID eventId"]);
}
