//! How seeing an event comes and goes.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use crate::event::scene::{Cast, ONE, WHO, listed};
use crate::support::make::REGISTER;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn a_registrant_who_cancels_no_longer_sees_a_private_event(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE", "capacity": 1 })).await;
    let mut made = Vec::new();
    for guest in [&ada, &ben] {
        let input = json!({ "eventId": event, "person": { "id": guest.id } });
        let payload = app.send(&olu, REGISTER, json!({ "input": input })).await.done();
        made.push(payload["registration"]["id"].as_str().unwrap().to_owned());
    }
    let title = async |who| app.send(who, ONE, json!({ "id": event })).await.at("event.title");
    for (guest, registration) in [&ben, &ada].into_iter().zip(made.iter().rev()) {
        assert_eq!(title(guest).await, "Concert");
        app.cancel(guest, registration).await.done();
        let data = app.send(guest, ONE, json!({ "id": event })).await.data();
        assert_eq!(data, json!({ "event": null, "node": null }));
        assert_eq!(app.register(guest, &event, 1).await.refusals(), ["NOT_FOUND eventId"]);
    }
}

#[rstest]
#[tokio::test]
async fn an_unlisted_event_is_found_by_its_id_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada, look) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("look").await);
    let event = app.event(&olu, json!({ "visibility": "UNLISTED" })).await;
    app.share(&event, &look, CollaboratorRole::Viewer).await;
    let published = json!({ "status": ["PUBLISHED", "CANCELLED"] });
    for who in [None, Some(&ada)] {
        let found = app.send(who, ONE, json!({ "id": event })).await;
        assert_eq!(found.at("event.title"), "Concert");
        assert_eq!(found.at("node.id"), event.as_str());
        assert_eq!(listed(&app, who, json!({ "search": "concert" })).await, "");
        assert_eq!(listed(&app, who, published.clone()).await, "");
    }
    // The default list is the same for everybody; who has part in it finds it by a status.
    for who in [&olu, &look] {
        assert_eq!(listed(&app, who, json!({})).await, "");
        assert_eq!(listed(&app, who, published.clone()).await, "Concert");
    }
    app.registered(&ada, &event, 1).await;
    assert_eq!(listed(&app, &ada, published).await, "Concert");
}

#[rstest]
#[tokio::test]
async fn a_private_event_is_listed_for_those_who_have_part_in_it(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    cast.stage(&app, json!({ "visibility": "PRIVATE" })).await;
    for who in WHO {
        let person = cast.get(who);
        assert_eq!(listed(&app, person, json!({ "includePast": true })).await, "", "{who}");
        let found = listed(&app, person, json!({ "status": ["PUBLISHED"] })).await;
        let is_stranger = matches!(who, "anonymous" | "attendee");
        assert_eq!(found, if is_stranger { "" } else { "Concert" }, "{who}");
    }
}

#[rstest]
#[tokio::test]
async fn visibility_follows_a_change_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    for (visibility, is_listed, is_seen) in
        [("PRIVATE", false, false), ("UNLISTED", false, true), ("PUBLIC", true, true)]
    {
        app.update_event(&olu, &event, json!({ "visibility": visibility })).await.done();
        let found = app.send(&ada, ONE, json!({ "id": event })).await.at("event.title");
        assert_eq!(found, if is_seen { json!("Concert") } else { Value::Null }, "{visibility}");
        let list = listed(&app, &ada, json!({})).await;
        assert_eq!(list, if is_listed { "Concert" } else { "" }, "{visibility}");
    }
}

#[rstest]
#[tokio::test]
async fn viewer_role_is_what_the_event_was_shared_as(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    let query = "query($id: ID!) { event(id: $id) { viewerRole } events { nodes { viewerRole } } }";
    for who in WHO {
        let role = match who {
            "owner" => json!("OWNER"),
            "editor" => json!("EDITOR"),
            "check-in" => json!("CHECK_IN"),
            "viewer" => json!("VIEWER"),
            // Platform roles do not count.
            _ => Value::Null,
        };
        let data = app.send(cast.get(who), query, json!({ "id": event })).await.data();
        let one = json!({ "viewerRole": role });
        assert_eq!(data, json!({ "event": one, "events": { "nodes": [one] } }), "{who}");
    }
}
