//! What the audit log tells of shares: who and whom, never an address.

use rstest::rstest;
use serde_json::json;

use crate::sharing::{ACCEPT, DECLINE, change, remove, share, share_all, transfer, withdraw};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn every_share_and_every_owner_is_a_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, new) = (app.organizer("olu").await, app.organizer("new").await);
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({})).await;
    let with = json!([
        { "person": { "id": new.id }, "role": "EDITOR" },
        { "person": { "email": ada.email }, "role": "VIEWER" },
        { "person": { "email": ben.email }, "role": "CHECK_IN" },
        { "person": { "email": "cid@example.org" }, "role": "CHECK_IN" },
    ]);
    share_all(&app, &olu, &event, with).await.done();
    app.send(&ada, ACCEPT, json!({ "id": event })).await.done();
    app.send(&ben, DECLINE, json!({ "id": event })).await.done();
    withdraw(&app, &olu, &event, "cid@example.org").await.done();
    change(&app, &olu, &event, &ada.id, "EDITOR").await.done();
    transfer(&app, &olu, &event, &new.id).await.done();
    remove(&app, &new, &event, &ada.id).await.done();
    // What changes nothing, or was refused, leaves no line.
    change(&app, &new, &event, &olu.id, "EDITOR").await.done();
    share(&app, &new, &event, json!({ "id": new.id }), "EDITOR").await.refusals();
    remove(&app, &new, &event, &ada.id).await.refusals();

    let lines: Vec<_> =
        app.audit().await.into_iter().map(|(_, what, _, how)| (what, how)).collect();
    let people = json!([{ "user": new.id, "role": "EDITOR" }]);
    let roles = json!(["VIEWER", "CHECK_IN", "CHECK_IN"]);
    let expected = [
        ("event.shared", json!({ "people": people, "invitations": roles })),
        ("event.invitation_accepted", json!({ "role": "VIEWER" })),
        ("event.invitation_declined", json!({})),
        ("event.invitation_withdrawn", json!({})),
        ("event.collaborator_changed", json!({ "user": ada.id, "from": "VIEWER", "to": "EDITOR" })),
        ("event.transferred", json!({ "from": olu.id, "to": new.id })),
        ("event.collaborator_removed", json!({ "user": ada.id })),
    ];
    assert_eq!(lines, expected.map(|(what, how)| (what.to_owned(), how)));
    assert!(!format!("{lines:?}").contains('@'));
}
