//! What is refused, and that a refusal changes nothing.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use crate::support::make::{REGISTER, TOMORROW};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn quantities_run_from_one_to_the_events_most(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({ "maxSeatsPerRegistration": 4 })).await;
    for quantity in [0, -1, 5, i32::MAX, i32::MIN] {
        let reply = app.register(&ada, &event, quantity).await;
        assert_eq!(reply.refusals(), ["INVALID quantity"], "{quantity}");
        assert_eq!(reply.payload()["registration"], json!(null));
    }
    let made = app.registered(&ada, &event, 4).await;
    assert_eq!(app.resize(&ada, &made, 5).await.refusals(), ["INVALID quantity"]);
    assert_eq!(app.resize(&ada, &made, 0).await.refusals(), ["INVALID quantity"]);
    let query = "query($id: ID!) { event(id: $id) { registeredCount } }";
    assert_eq!(app.send(None, query, json!({ "id": event })).await.at("event.registeredCount"), 4);
}

#[rstest]
#[tokio::test]
async fn an_event_that_is_not_open_says_why(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let cases = [
        (json!({ "publish": false, "visibility": "PUBLIC" }), "draft"),
        (json!({ "registrationOpensAt": "2030-06-02T00:00:00Z" }), "not yet open"),
        (json!({ "registrationClosesAt": "2030-06-01T11:00:00Z" }), "closed"),
        (json!({ "startsAt": "2030-06-01T11:59:00Z" }), "started"),
    ];
    for (changes, why) in cases {
        let event = app.event(&olu, changes).await;
        // The organizer sees the draft, too.
        let reply = app.register(&olu, &event, 1).await;
        assert_eq!(reply.refusals(), ["EVENT_NOT_OPEN"]);
        let message = reply.payload()["userErrors"][0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(why), "{message}");
    }
    let event = app.event(&olu, json!({})).await;
    let made = app.registered(&ada, &event, 1).await;
    let cancel = "mutation($id: ID!) { cancelEvent(input: { id: $id }) { userErrors { code } } }";
    app.send(&olu, cancel, json!({ "id": event })).await.done();
    assert_eq!(app.register(&olu, &event, 1).await.refusals(), ["EVENT_NOT_OPEN"]);
    assert_eq!(app.resize(&ada, &made, 2).await.refusals(), ["EVENT_NOT_OPEN"]);
    app.cancel(&ada, &made).await.done();
}

#[rstest]
#[tokio::test]
async fn a_second_registration_shows_the_standing_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({})).await;
    let first = app.registered(&ada, &event, 2).await;
    let again = app.register(&ada, &event, 1).await;
    assert_eq!(again.refusals(), ["ALREADY_REGISTERED"]);
    assert_eq!(again.payload()["registration"]["id"], first.as_str());
    assert_eq!(again.payload()["registration"]["quantity"], 2);
    assert_eq!(again.payload()["registration"]["tickets"].as_array().unwrap().len(), 2);

    app.cancel(&ada, &first).await.done();
    assert_eq!(app.cancel(&ada, &first).await.refusals(), ["ALREADY_CANCELLED"]);
    assert_eq!(app.resize(&ada, &first, 1).await.refusals(), ["ALREADY_CANCELLED"]);
    let second = app.registered(&ada, &event, 1).await;
    assert_ne!(second, first);
}

#[rstest]
#[tokio::test]
async fn without_a_line_a_full_event_answers_full(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": 1, "waitlistEnabled": false })).await;
    let made = app.registered(&ada, &event, 1).await;
    assert_eq!(app.register(&ben, &event, 1).await.refusals(), ["EVENT_FULL"]);
    assert_eq!(app.resize(&ada, &made, 2).await.refusals(), ["EVENT_FULL"]);

    let lined = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ada, &lined, 1).await;
    let input = json!({ "eventId": lined, "joinWaitlist": false });
    let reply = app.send(&ben, REGISTER, json!({ "input": input })).await;
    assert_eq!(reply.refusals(), ["EVENT_FULL"]);
    let state = "query($id: ID!) { event(id: $id) { registrationState waitlistedCount isFull } }";
    let full = json!({ "registrationState": "FULL", "waitlistedCount": 0, "isFull": true });
    assert_eq!(app.send(None, state, json!({ "id": event })).await.at("event"), full);
    let line = json!({ "registrationState": "WAITLIST", "waitlistedCount": 0, "isFull": true });
    assert_eq!(app.send(None, state, json!({ "id": lined })).await.at("event"), line);
}

#[rstest]
#[tokio::test]
async fn ids_that_are_wrong_or_hidden_are_told_apart(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let draft = app.event(&olu, json!({ "publish": false })).await;
    assert_eq!(app.register(&ada, &draft, 1).await.refusals(), ["NOT_FOUND eventId"]);
    let unknown = "event_00000000000000000000000000";
    assert_eq!(app.register(&ada, unknown, 1).await.refusals(), ["NOT_FOUND eventId"]);
    for bad in [ada.id.as_str(), "nonsense", ""] {
        assert_eq!(app.register(&ada, bad, 1).await.refusals(), ["INVALID eventId"], "{bad}");
    }
    assert_eq!(app.cancel(&ada, &draft).await.refusals(), ["INVALID id"]);

    let event = app.event(&olu, json!({})).await;
    let made = app.registered(&ada, &event, 1).await;
    // Somebody else's registration is none at all.
    assert_eq!(app.cancel(&ben, &made).await.refusals(), ["NOT_FOUND id"]);
    assert_eq!(app.resize(&ben, &made, 2).await.refusals(), ["NOT_FOUND id"]);
    let nobody = app.send(None, REGISTER, json!({ "input": { "eventId": event } })).await;
    assert_eq!(nobody.codes(), ["UNAUTHENTICATED"]);
}

#[rstest]
#[tokio::test]
async fn registration_follows_the_clock(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let opens = json!({ "startsAt": TOMORROW, "registrationOpensAt": "2030-06-01T13:00:00Z" });
    let event = app.event(&olu, opens).await;
    assert_eq!(app.register(&ada, &event, 1).await.refusals(), ["EVENT_NOT_OPEN"]);
    app.advance(TimeDelta::hours(1));
    let made = app.registered(&ada, &event, 1).await;
    app.advance(TimeDelta::days(1));
    assert_eq!(app.resize(&ada, &made, 2).await.refusals(), ["EVENT_NOT_OPEN"]);
}
