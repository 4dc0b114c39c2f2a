//! Sharing by id and username, many at once.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::titles;
use crate::sharing::{role_of, share, share_all, shown};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn people_and_addresses_are_shared_with_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "publish": false })).await;
    let with = json!([
        { "person": { "username": "BEN" }, "role": "VIEWER" },
        { "person": { "email": "Cid@Example.org" }, "role": "CHECK_IN" },
        { "person": { "id": ada.id }, "role": "EDITOR" },
    ]);
    let done = share_all(&app, &olu, &event, with).await.done();
    let names: Vec<&Value> = done["collaborators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["user"]["username"])
        .collect();
    assert_eq!(names, ["ben", "ada"]);
    let invitation = json!({
        "email": "Cid@Example.org", "role": "CHECK_IN", "invitedBy": { "username": "olu" },
        "event": { "title": "Concert" },
    });
    assert_eq!(done["invitations"], json!([invitation]));
    assert_eq!(done["event"]["collaborators"].as_array().unwrap().len(), 2);
    let expected = ["ada EDITOR", "ben VIEWER", "Cid@Example.org CHECK_IN"];
    let mut now = shown(&app, &olu, &event).await;
    now[..2].sort();
    assert_eq!(now, expected);
    assert_eq!(role_of(&app, &ada, &event).await, "EDITOR");
    assert_eq!(role_of(&app, &ben, &event).await, "VIEWER");
    // Sharing is no change of the event.
    let version = "query($id: ID!) { event(id: $id) { version } }";
    assert_eq!(app.send(&olu, version, json!({ "id": event })).await.at("event.version"), 1);
}

#[rstest]
#[tokio::test]
async fn each_role_may_do_what_it_says_at_once(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("EDITOR", "CHECK_IN", "VIEWER")] role: &str,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&app, &olu, &event, json!({ "id": ada.id }), role).await.done();
    let reads = "query($id: ID!) { event(id: $id) {
        registrations { totalCount } collaborators { role } versions { totalCount } } }";
    app.send(&ada, reads, json!({ "id": event })).await.data();
    let edit = app.update_event(&ada, &event, json!({ "title": "Ball" })).await;
    if role == "EDITOR" {
        assert_eq!(edit.done()["event"]["title"], "Ball");
    } else {
        assert_eq!(edit.codes(), ["FORBIDDEN"]);
    }
    // A private event is joined by whom it was shared with.
    app.registered(&ada, &event, 1).await;
    let own = "query($role: [EventRole!]) { viewer { events(role: $role) {
        totalCount nodes { title } } } }";
    let found = app.send(&ada, own, json!({ "role": [role] })).await.at("viewer.events");
    assert_eq!(titles(&found), if role == "EDITOR" { "Ball" } else { "Concert" });
    let others: Vec<&str> =
        ["OWNER", "EDITOR", "CHECK_IN", "VIEWER"].into_iter().filter(|one| *one != role).collect();
    let found = app.send(&ada, own, json!({ "role": others })).await.at("viewer.events");
    assert_eq!(titles(&found), "");
}

#[rstest]
#[tokio::test]
async fn who_has_it_already_gets_the_new_role_and_keeps_their_place(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({})).await;
    let first = share(&app, &olu, &event, json!({ "id": ada.id }), "VIEWER").await.done();
    share(&app, &olu, &event, json!({ "id": ben.id }), "VIEWER").await.done();
    let again = share(&app, &olu, &event, json!({ "username": "ada" }), "EDITOR").await.done();
    let added = |done: &Value| done["collaborators"][0]["addedAt"].clone();
    assert_eq!(added(&again), added(&first));
    assert_eq!(shown(&app, &olu, &event).await, ["ada EDITOR", "ben VIEWER"]);
}

#[rstest]
#[tokio::test]
async fn the_collaborators_of_many_events_take_one_statement(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let query = "{ viewer { events { nodes { collaborators { user { username } role }
        invitations { email } } } } }";
    let mut taken = Vec::new();
    for _ in 0..2 {
        for _ in 0..3 {
            let event = app.event(&olu, json!({})).await;
            share(&app, &olu, &event, json!({ "id": ada.id }), "EDITOR").await.done();
        }
        let asked = app.send(&olu, query, json!({}));
        let (reply, statements) = app.statements_of(asked).await;
        assert_eq!(reply.at("viewer.events.nodes.0.collaborators.0.role"), "EDITOR");
        taken.push(statements.len());
    }
    // The session, the events, their collaborators, their invitations, the people.
    assert_eq!(taken, [5, 5]);
}

#[rstest]
#[tokio::test]
async fn sharing_with_many_takes_as_many_statements_as_with_four(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let mut with = Vec::new();
    for number in 0..32 {
        let person = app.attendee(&format!("person{number}")).await;
        with.push(json!({ "person": { "id": person.id }, "role": "VIEWER" }));
        with.push(json!({ "person": { "email": format!("a{number}@x.org") }, "role": "EDITOR" }));
    }
    let mut taken = Vec::new();
    // SQLite inserts in parts of powers of two (decision 0032).
    for many in [4, 64] {
        let event = app.event(&olu, json!({})).await;
        let shared = share_all(&app, &olu, &event, json!(with[..many]));
        let (reply, statements) = app.statements_of(shared).await;
        assert_eq!(reply.done()["collaborators"].as_array().unwrap().len(), many / 2);
        taken.push(statements.len());
    }
    assert_eq!(taken[0], taken[1]);
}
