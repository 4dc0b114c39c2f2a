//! Accepting and declining.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::DELETE;
use crate::sharing::{ACCEPT, DECLINE, remove, role_of, share, shown};
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

const INVITED: &str = "query($first: Int, $after: String) {
    viewer { invitations(first: $first, after: $after) { totalCount
        nodes { email role invitedBy { username } event { title viewerRole } }
        pageInfo { hasNextPage endCursor } } } }";

async fn invited(app: &TestApp, who: &Person, args: Value) -> Value {
    app.send(who, INVITED, args).await.at("viewer.invitations")
}

async fn answer(app: &TestApp, who: &Person, mutation: &str, event: &str) -> Reply {
    app.send(who, mutation, json!({ "id": event })).await
}

#[rstest]
#[tokio::test]
async fn who_accepts_is_named_among_the_collaborators(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&app, &olu, &event, json!({ "email": ada.email }), "EDITOR").await.done();
    let done = answer(&app, &ada, ACCEPT, &event).await.done();
    assert_eq!(done["collaborator"], json!({ "user": { "username": "ada" }, "role": "EDITOR" }));
    assert_eq!(shown(&app, &olu, &event).await, ["ada EDITOR"]);
    assert_eq!(role_of(&app, &ada, &event).await, "EDITOR");
    assert_eq!(invited(&app, &ada, json!({})).await["totalCount"], 0);
    assert_eq!(answer(&app, &ada, ACCEPT, &event).await.refusals(), ["NOT_FOUND eventId"]);
    remove(&app, &olu, &event, &ada.id).await.done();
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
}

#[rstest]
#[tokio::test]
async fn a_greater_role_by_name_stays(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    share(&app, &olu, &event, json!({ "id": ada.id }), "EDITOR").await.done();
    share(&app, &olu, &event, json!({ "email": ada.email }), "VIEWER").await.done();
    let done = answer(&app, &ada, ACCEPT, &event).await.done();
    assert_eq!(done["collaborator"]["role"], "EDITOR");
    assert_eq!(shown(&app, &olu, &event).await, ["ada EDITOR"]);
}

#[rstest]
#[tokio::test]
async fn who_declines_gives_the_access_up(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada, eve) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("eve").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&app, &olu, &event, json!({ "email": ada.email }), "EDITOR").await.done();
    for mutation in [ACCEPT, DECLINE] {
        for who in [&eve, &olu] {
            let reply = answer(&app, who, mutation, &event).await;
            assert_eq!(reply.refusals(), ["NOT_FOUND eventId"]);
        }
    }
    let done = answer(&app, &ada, DECLINE, &event).await.done();
    assert_eq!(done["declinedEventId"], json!(event));
    assert_eq!(role_of(&app, &ada, &event).await, json!(null));
    // Else the list would tell that somebody has the address.
    assert_eq!(shown(&app, &olu, &event).await, ["ada@example.org EDITOR"]);
    assert_eq!(answer(&app, &ada, DECLINE, &event).await.refusals(), ["NOT_FOUND eventId"]);
    let anonymous = app.send(None, ACCEPT, json!({ "id": event })).await;
    assert_eq!(anonymous.codes(), ["UNAUTHENTICATED"]);
}

#[rstest]
#[tokio::test]
async fn the_viewer_sees_what_their_address_is_invited_to(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let mut events = Vec::new();
    for title in ["One", "Two", "Three"] {
        let event = app.event(&olu, json!({ "title": title, "publish": false })).await;
        share(&app, &olu, &event, json!({ "email": ada.email }), "VIEWER").await.done();
        share(&app, &olu, &event, json!({ "email": "eve@example.org" }), "EDITOR").await.done();
        events.push(event);
    }
    let first = invited(&app, &ada, json!({ "first": 1 })).await;
    let newest = json!({
        "email": "ada@example.org", "role": "VIEWER", "invitedBy": { "username": "olu" },
        "event": { "title": "Three", "viewerRole": "VIEWER" },
    });
    assert_eq!((&first["nodes"], &first["totalCount"]), (&json!([newest]), &json!(3)));
    let after = &first["pageInfo"]["endCursor"];
    let rest = invited(&app, &ada, json!({ "first": 5, "after": after })).await;
    let titles: Vec<&Value> =
        rest["nodes"].as_array().unwrap().iter().map(|node| &node["event"]["title"]).collect();
    assert_eq!(titles, ["Two", "One"]);
    // A deleted event invites nobody.
    app.send(&olu, DELETE, json!({ "id": events[0] })).await.done();
    assert_eq!(invited(&app, &ada, json!({})).await["totalCount"], 2);
    assert_eq!(answer(&app, &ada, ACCEPT, &events[0]).await.refusals(), ["NOT_FOUND eventId"]);
    assert_eq!(invited(&app, &olu, json!({})).await["totalCount"], 0);
}
