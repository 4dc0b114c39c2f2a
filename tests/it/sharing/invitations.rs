//! Sharing by address: whoever signs in with it has the role, without a step in between.

use rstest::rstest;
use serde_json::json;

use crate::event::scene::titles;
use crate::sharing::{change, remove, role_of, share, shown, withdraw};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn whoever_has_the_address_has_the_role_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    let person = json!({ "email": "ADA@Example.org" });
    let done = share(&app, &olu, &event, person, "EDITOR").await.done();
    assert_eq!(done["collaborators"], json!([]));
    assert_eq!(done["invitations"][0]["email"], "ADA@Example.org");
    assert_eq!(role_of(&app, &ada, &event).await, "EDITOR");
    app.update_event(&ada, &event, json!({ "title": "Ball" })).await.done();
    app.registered(&ada, &event, 1).await;
    let own = "query($role: [EventRole!]) { viewer { events(role: $role) {
        totalCount nodes { title } } } }";
    let found = app.send(&ada, own, json!({ "role": ["EDITOR"] })).await.at("viewer.events");
    assert_eq!(titles(&found), "Ball");
    assert_eq!(titles(&app.send(&ada, own, json!({})).await.at("viewer.events")), "Ball");
    let found = app.send(&ada, own, json!({ "role": ["VIEWER"] })).await.at("viewer.events");
    assert_eq!(titles(&found), "");
    assert_eq!(shown(&app, &olu, &event).await, ["ADA@Example.org EDITOR"]);
}

#[rstest]
#[tokio::test]
async fn who_gets_the_address_later_has_the_role_then(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "publish": false })).await;
    share(&app, &olu, &event, json!({ "email": "ada@example.org" }), "CHECK_IN").await.done();
    let ada = app.attendee("ada").await;
    assert_eq!(role_of(&app, &ada, &event).await, "CHECK_IN");
    assert_eq!(role_of(&app, &app.attendee("ben").await, &event).await, json!(null));
}

#[rstest]
#[tokio::test]
async fn an_invitation_that_is_taken_back_ends_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    for email in ["ada@example.org", "nobody@example.org"] {
        share(&app, &olu, &event, json!({ "email": email }), "EDITOR").await.done();
    }
    let done = withdraw(&app, &olu, &event, "ADA@example.org").await.done();
    assert_eq!(done["withdrawnEmail"], "ADA@example.org");
    let left = json!({ "invitations": [{ "email": "nobody@example.org" }] });
    assert_eq!(done["event"], left);
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    withdraw(&app, &olu, &event, "nobody@example.org").await.done();
    for email in ["ada@example.org", "nobody@example.org", "no address", ""] {
        let reply = withdraw(&app, &olu, &event, email).await;
        assert_eq!(reply.refusals(), ["NOT_FOUND email"], "{email}");
    }
}

#[rstest]
#[tokio::test]
async fn the_greater_role_counts_and_a_decision_by_name_goes_before_an_invitation(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    let address = json!({ "email": ada.email });
    share(&app, &olu, &event, json!({ "id": ada.id }), "VIEWER").await.done();
    share(&app, &olu, &event, address.clone(), "EDITOR").await.done();
    assert_eq!(role_of(&app, &ada, &event).await, "EDITOR");
    let both = ["ada VIEWER", "ada@example.org EDITOR"];
    assert_eq!(shown(&app, &olu, &event).await, both);
    change(&app, &olu, &event, &ada.id, "CHECK_IN").await.done();
    assert_eq!(role_of(&app, &ada, &event).await, "CHECK_IN");
    // The list goes on showing it, or it would tell whose address it is.
    assert_eq!(shown(&app, &olu, &event).await, ["ada CHECK_IN", "ada@example.org EDITOR"]);
    share(&app, &olu, &event, address.clone(), "EDITOR").await.done();
    assert_eq!(role_of(&app, &ada, &event).await, "EDITOR");
    remove(&app, &olu, &event, &ada.id).await.done();
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    let invited = "{ viewer { invitations { totalCount } } }";
    let seen = app.send(&ada, invited, json!({})).await;
    assert_eq!(seen.at("viewer.invitations.totalCount"), 0);
    assert_eq!(shown(&app, &olu, &event).await, ["ada@example.org EDITOR"]);
    share(&app, &olu, &event, address, "VIEWER").await.done();
    assert_eq!(role_of(&app, &ada, &event).await, "VIEWER");
    assert_eq!(shown(&app, &olu, &event).await, ["ada@example.org VIEWER"]);
}

#[rstest]
#[tokio::test]
async fn who_was_invited_leaves_like_any_collaborator(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&app, &olu, &event, json!({ "email": ada.email }), "EDITOR").await.done();
    let done = remove(&app, &ada, &event, &ada.id).await.done();
    assert_eq!((&done["event"], &done["removedUserId"]), (&json!(null), &json!(ada.id)));
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    // Else the list would tell that somebody had the address.
    assert_eq!(shown(&app, &olu, &event).await, ["ada@example.org EDITOR"]);
    assert_eq!(remove(&app, &ada, &event, &ada.id).await.refusals(), ["NOT_FOUND eventId"]);
}
