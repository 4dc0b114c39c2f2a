//! Who may not give feedback, nor change that of others.

use rstest::rstest;
use serde_json::json;
use turnout::entity::word::CollaboratorRole;

use crate::account::assert_denied;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn only_who_had_seats_gives_feedback_and_only_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (ben, cid) = (app.attendee("ben").await, app.attendee("cid").await);
    let eve = app.attendee("eve").await;
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    let seat = app.registered(&ben, &event, 1).await;
    app.cancel(&ben, &seat).await.done();
    app.registered(&ada, &event, 1).await;
    app.registered(&cid, &event, 1).await;
    app.over();
    for (who, why) in [(&ben, "cancelled"), (&cid, "waits"), (&eve, "stranger"), (&olu, "owner")] {
        let refused = app.leave(who, &event, json!({ "rating": 5 })).await;
        assert_eq!(refused.refusals(), ["NOT_REGISTERED eventId"], "{why}");
    }
    app.left(&ada, &event, 4).await;
    let again = app.leave(&ada, &event, json!({ "rating": 1 })).await;
    assert_eq!(again.refusals(), ["ALREADY_GIVEN"]);
    assert_eq!(app.figures(&olu, &event).await, json!([1, 4.0]));
}

#[rstest]
#[tokio::test]
async fn an_event_that_was_called_off_or_hidden_takes_none(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let off = app.event_with(&olu, &[&ada]).await;
    let cancel = "mutation($id: ID!) { cancelEvent(input: { id: $id }) { userErrors { code } } }";
    app.send(&olu, cancel, json!({ "id": off })).await.done();
    let draft = app.event(&olu, json!({ "publish": false })).await;
    app.over();
    let refused = app.leave(&ada, &off, json!({ "rating": 1 })).await;
    assert_eq!(refused.refusals(), ["EVENT_NOT_OPEN eventId"]);
    let unknown = "event_00000000000000000000000000";
    for hidden in [draft.as_str(), unknown] {
        let refused = app.leave(&ada, hidden, json!({ "rating": 1 })).await;
        assert_eq!(refused.refusals(), ["NOT_FOUND eventId"]);
    }
    let wrong = app.leave(&ada, &ada.id, json!({ "rating": 1 })).await;
    assert_eq!(wrong.refusals(), ["INVALID eventId"]);
}

#[rstest]
#[tokio::test]
async fn nobody_changes_what_others_said(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (edi, eve) = (app.attendee("edi").await, app.attendee("eve").await);
    let (sam, root) = (app.staff("sam").await, app.admin("root").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    app.share(&event, &ada, CollaboratorRole::Viewer).await;
    app.share(&event, &edi, CollaboratorRole::Editor).await;
    app.registered(&ada, &event, 1).await;
    app.over();
    let id = app.left(&ada, &event, 4).await;

    for who in [&olu, &edi, &sam] {
        assert_denied(&app.delete_feedback(who, &id).await, "FORBIDDEN");
    }
    for who in [&olu, &edi, &sam, &root] {
        let denied = app.change_feedback(who, &id, json!({ "rating": 1 })).await;
        assert_denied(&denied, "FORBIDDEN");
    }
    let hidden = app.delete_feedback(&eve, &id).await;
    assert_eq!(hidden.refusals(), ["NOT_FOUND id"]);
    let hidden = app.change_feedback(&eve, &id, json!({ "rating": 1 })).await;
    assert_eq!(hidden.refusals(), ["NOT_FOUND id"]);
    assert_denied(&app.delete_feedback(None, &id).await, "UNAUTHENTICATED");
    assert_eq!(app.figures(&olu, &event).await, json!([1, 4.0]));

    app.delete_feedback(&root, &id).await.done();
    assert_eq!(app.figures(&olu, &event).await, json!([0, null]));
    assert_eq!(app.delete_feedback(&ada, &id).await.refusals(), ["NOT_FOUND id"]);
}
