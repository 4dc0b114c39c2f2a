//! What registrants are told of their seats, in the transaction that gives or takes them.

use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn who_registers_is_told_and_who_gets_a_seat_from_the_line_too(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": 2 })).await;
    let seat = app.registered(&ada, &event, 2).await;
    let place = app.registered(&ben, &event, 1).await;
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
    assert_eq!(app.told_kinds(&ben).await, ["WAITLISTED"]);
    app.resize(&ada, &seat, 1).await.done();

    let told = app.told(&ben).await;
    assert_eq!(told[1]["kind"], "PROMOTED");
    assert_eq!(
        told[1]["message"],
        "Seats came free: you now have a seat for “Concert”, Sun 2 June 2030, 12:00 (UTC), Lagos."
    );
    assert_eq!(told[1]["event"], json!({ "id": event, "title": "Concert" }));
    assert_eq!(told[1]["registration"], json!({ "id": place, "status": "REGISTERED" }));
    assert_eq!(told[0]["registration"]["id"], told[1]["registration"]["id"]);
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
    assert_eq!(app.told_kinds(&olu).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn whatever_frees_a_seat_tells_who_gets_it(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("cancel", "raise", "unlimited", "rollback", "erase")] how: &str,
) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": 2 })).await;
    if how == "rollback" {
        app.update_event(&olu, &event, json!({ "capacity": 1 })).await.done();
    }
    let seat = app.registered(&ada, &event, 1).await;
    app.registered(&ben, &event, if how == "rollback" { 1 } else { 2 }).await;
    assert_eq!(app.told_kinds(&ben).await, ["WAITLISTED"]);
    match how {
        "cancel" => drop(app.cancel(&ada, &seat).await.done()),
        "raise" => drop(app.update_event(&olu, &event, json!({ "capacity": 3 })).await.done()),
        "unlimited" => {
            drop(app.update_event(&olu, &event, json!({ "capacity": null })).await.done());
        }
        "rollback" => {
            let back = "mutation($id: ID!) { rollbackEvent(input: { id: $id, toVersion: 1 }) {
                userErrors { code } } }";
            app.send(&olu, back, json!({ "id": event })).await.done();
        }
        _ => drop(app.delete_user(&root, &ada.id).await.done()),
    }
    assert_eq!(app.told_kinds(&ben).await, ["WAITLISTED", "PROMOTED"]);
}

#[rstest]
#[tokio::test]
async fn what_an_editor_does_with_a_registration_its_registrant_is_told(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    let input = json!({ "eventId": event, "quantity": 1, "person": { "username": "ada" } });
    let made = app.send(&olu, crate::support::make::REGISTER, json!({ "input": input })).await;
    let id = made.text("registerForEvent.registration.id");
    app.cancel(&olu, &id).await.done();

    let told = app.told(&ada).await;
    assert_eq!(
        told.iter().map(|one| &one["kind"]).collect::<Vec<_>>(),
        ["REGISTERED", "REGISTRATION_CANCELLED"]
    );
    assert_eq!(
        told[1]["message"],
        "Your registration for “Concert” was cancelled by its organizers."
    );
    // The private event is hidden from her again.
    assert_eq!((&told[1]["event"], &told[1]["registration"]), (&json!(null), &json!(null)));
    assert_eq!(app.told_kinds(&olu).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn who_cancels_for_themself_and_who_is_refused_is_told_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ben = app.attendee("ben").await;
    let event = app.event(&olu, json!({ "capacity": 1, "waitlistEnabled": false })).await;
    let seat = app.registered(&ada, &event, 1).await;
    assert_eq!(app.register(&ada, &event, 1).await.refusals(), ["ALREADY_REGISTERED"]);
    assert_eq!(app.register(&ben, &event, 1).await.refusals(), ["EVENT_FULL"]);
    app.cancel(&ada, &seat).await.done();
    assert_eq!(app.cancel(&ada, &seat).await.refusals(), ["ALREADY_CANCELLED"]);
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
    assert_eq!(app.told_kinds(&ben).await, Vec::<String>::new());
}
