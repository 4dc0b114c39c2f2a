//! A change of time or place is told to whoever is registered or waits; nothing else is.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// An event with one person who has a seat, and one who waits.
async fn full(app: &TestApp, olu: &Person) -> (String, Person, Person) {
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(olu, json!({ "capacity": 1, "location": "Lagos, Hall 1" })).await;
    app.registered(&ada, &event, 1).await;
    app.registered(&ben, &event, 1).await;
    (event, ada, ben)
}

#[rstest]
#[tokio::test]
async fn another_time_or_place_is_told_and_a_comma_is_not(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (event, ada, ben) = full(&app, &olu).await;
    let quiet: [Value; 5] = [
        json!({ "title": "Concert!" }),
        json!({ "description": "Bring a chair." }),
        json!({ "location": "LAGOS: hall 1." }),
        json!({ "maxSeatsPerRegistration": 3, "sellingOutThreshold": 0 }),
        json!({ "startsAt": "2030-06-02T12:00:00Z" }),
    ];
    for change in quiet {
        app.update_event(&olu, &event, change).await.done();
    }
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
    for change in [
        json!({ "startsAt": "2030-06-02T13:00:00Z" }),
        json!({ "endsAt": "2030-06-02T20:00:00Z" }),
        json!({ "timeZone": "Africa/Lagos" }),
        json!({ "location": "Lagos, Hall 2" }),
    ] {
        app.update_event(&olu, &event, change).await.done();
    }
    let told = app.told(&ada).await;
    assert_eq!(told.len(), 5, "{told:#?}");
    assert_eq!(told[1]["kind"], "EVENT_CHANGED");
    assert_eq!(
        told[1]["message"],
        "“Concert!” has changed: it now starts Sun 2 June 2030, 13:00 (UTC) and ends Sun 2 June 2030, \
         14:00 (UTC)."
    );
    assert!(told[3]["message"].as_str().unwrap().contains("14:00 (Africa/Lagos)"), "{told:#?}");
    let place = "“Concert!” has changed: it now takes place at Lagos, Hall 2.";
    assert_eq!(told[4]["message"], place);
    let waits = app.told_kinds(&ben).await;
    assert_eq!(waits[..1], ["WAITLISTED"]);
    assert_eq!(waits[1..], ["EVENT_CHANGED"; 4]);
}

#[rstest]
#[tokio::test]
async fn a_rollback_that_moves_the_event_is_told_and_its_organizer_is_not(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (event, ada, _) = full(&app, &olu).await;
    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    let back = "mutation($id: ID!, $to: Int!) { rollbackEvent(input: { id: $id, toVersion: $to }) {
        userErrors { code } } }";
    app.send(&olu, back, json!({ "id": event, "to": 2 })).await.done();
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "EVENT_CHANGED"]);
    app.send(&olu, back, json!({ "id": event, "to": 1 })).await.done();
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "EVENT_CHANGED", "EVENT_CHANGED"]);
    assert_eq!(app.told_kinds(&olu).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn an_organizer_who_is_a_guest_too_and_one_promoted_by_the_change_are_told(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (event, ada, ben) = full(&app, &olu).await;
    app.registered(&olu, &event, 1).await;
    let change = json!({ "location": "Kano", "capacity": 2 });
    app.update_event(&olu, &event, change).await.done();
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "EVENT_CHANGED"]);
    assert_eq!(app.told_kinds(&ben).await, ["WAITLISTED", "EVENT_CHANGED", "PROMOTED"]);
    assert_eq!(app.told_kinds(&olu).await, ["WAITLISTED", "EVENT_CHANGED"]);
}

#[rstest]
#[tokio::test]
async fn who_left_before_or_joined_after_is_not_told(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "startsAt": "2030-06-09T12:00:00Z" })).await;
    let seat = app.registered(&ada, &event, 1).await;
    app.cancel(&ada, &seat).await.done();
    app.registered(&app.attendee("cid").await, &event, 1).await;
    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    app.registered(&ben, &event, 1).await;
    app.settle().await;
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
    assert_eq!(app.told_kinds(&ben).await, ["REGISTERED"]);
}

#[rstest]
#[tokio::test]
async fn what_is_cancelled_or_over_changes_for_nobody(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (event, ada, _) = full(&app, &olu).await;
    let (off, cid) = (app.event(&olu, json!({})).await, app.attendee("cid").await);
    app.registered(&cid, &off, 1).await;
    app.cancel_event(&olu, &off).await.done();
    app.update_event(&olu, &off, json!({ "location": "Kano" })).await.done();
    assert_eq!(app.told_kinds(&cid).await, ["REGISTERED", "EVENT_CANCELLED"]);
    app.advance(chrono::TimeDelta::hours(30));
    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    app.settle().await;
    let told = app.told_kinds(&ada).await;
    assert!(!told.contains(&"EVENT_CHANGED".to_owned()), "{told:?}");
}
