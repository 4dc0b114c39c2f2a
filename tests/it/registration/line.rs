//! The waitlist: places, who moves up, and what shrinking and growing do.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const OWN: &str = "query($id: ID!) { event(id: $id) {
    viewerRegistration { status waitlistPosition quantity } } }";

async fn own(app: &TestApp, who: &Person, event: &str) -> Value {
    app.send(who, OWN, json!({ "id": event })).await.at("event.viewerRegistration")
}

fn waits(position: i32, quantity: i32) -> Value {
    json!({ "status": "WAITLISTED", "waitlistPosition": position, "quantity": quantity })
}

fn sits(quantity: i32) -> Value {
    json!({ "status": "REGISTERED", "waitlistPosition": null, "quantity": quantity })
}

#[rstest]
#[tokio::test]
async fn a_party_that_grows_goes_to_the_end_and_one_that_shrinks_stays(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let [ada, ben, cid, dan] = [
        app.attendee("ada").await,
        app.attendee("ben").await,
        app.attendee("cid").await,
        app.attendee("dan").await,
    ];
    let event = app.event(&olu, json!({ "capacity": 2 })).await;
    app.registered(&ada, &event, 2).await;
    let ben_id = app.registered(&ben, &event, 3).await;
    let cid_id = app.registered(&cid, &event, 3).await;
    app.registered(&dan, &event, 3).await;

    let grown = app.resize(&ben, &ben_id, 4).await.done();
    assert_eq!(grown["registration"]["waitlistPosition"], 3);
    assert_eq!(own(&app, &cid, &event).await, waits(1, 3));
    assert_eq!(own(&app, &dan, &event).await, waits(2, 3));

    let shrunk = app.resize(&cid, &cid_id, 2).await.done();
    assert_eq!(shrunk["registration"]["waitlistPosition"], 1);
    let counts = json!({ "registeredCount": 2, "waitlistedCount": 9 });
    assert_eq!(shrunk["registration"]["event"], counts);
}

#[rstest]
#[tokio::test]
async fn a_waiting_party_that_shrinks_until_it_fits_is_registered_at_once(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    app.registered(&ada, &event, 2).await;
    let waiting = app.registered(&ben, &event, 2).await;
    let made = app.resize(&ben, &waiting, 1).await.done();
    assert_eq!(made["registration"]["status"], "REGISTERED");
    assert_eq!(made["registration"]["waitlistPosition"], json!(null));
    assert_eq!(made["registration"]["tickets"].as_array().unwrap().len(), 1);
    let counts = json!({ "registeredCount": 3, "waitlistedCount": 0 });
    assert_eq!(made["registration"]["event"], counts);
}

#[rstest]
#[tokio::test]
async fn a_raised_or_lifted_capacity_lets_the_line_in(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let [ada, ben, cid, dan] = [
        app.attendee("ada").await,
        app.attendee("ben").await,
        app.attendee("cid").await,
        app.attendee("dan").await,
    ];
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ada, &event, 1).await;
    app.registered(&ben, &event, 3).await;
    app.registered(&cid, &event, 2).await;
    app.registered(&dan, &event, 5).await;

    // Three are free: not the party of three before the party of two, but whoever fits in turn.
    let raised = app.update_event(&olu, &event, json!({ "capacity": 3 })).await.done();
    assert_eq!(raised["event"]["registeredCount"], 3);
    assert_eq!(raised["event"]["waitlistedCount"], 8);
    assert_eq!(own(&app, &ben, &event).await, waits(1, 3));
    assert_eq!(own(&app, &cid, &event).await, sits(2));
    assert_eq!(own(&app, &dan, &event).await, waits(2, 5));

    let refused = app.update_event(&olu, &event, json!({ "capacity": 2 })).await;
    assert_eq!(refused.refusals(), ["CAPACITY_BELOW_REGISTERED capacity"]);

    let lifted = app.update_event(&olu, &event, json!({ "capacity": null })).await.done();
    assert_eq!(lifted["event"]["registeredCount"], 11);
    assert_eq!(lifted["event"]["waitlistedCount"], 0);
    assert_eq!(own(&app, &dan, &event).await, sits(5));
}

#[rstest]
#[tokio::test]
async fn one_who_leaves_the_line_moves_the_others_up(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben, cid) =
        (app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await);
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ada, &event, 1).await;
    let leaving = app.registered(&ben, &event, 1).await;
    app.registered(&cid, &event, 1).await;
    assert_eq!(own(&app, &cid, &event).await, waits(2, 1));
    let left = app.cancel(&ben, &leaving).await.done();
    let counts = json!({ "registeredCount": 1, "waitlistedCount": 1 });
    assert_eq!(left["registration"]["event"], counts);
    assert_eq!(own(&app, &cid, &event).await, waits(1, 1));
    assert_eq!(own(&app, &ben, &event).await, json!(null));
}

#[rstest]
#[tokio::test]
async fn a_returned_code_never_comes_alive_again(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({})).await;
    let codes = |payload: &Value| -> Vec<String> {
        let tickets = payload["registration"]["tickets"].as_array().unwrap();
        tickets.iter().map(|ticket| ticket["code"].as_str().unwrap().to_owned()).collect()
    };
    let made = app.register(&ada, &event, 3).await.done();
    let id = made["registration"]["id"].as_str().unwrap();
    let first = codes(&made);
    let stem = first[0].strip_suffix("-1").unwrap();
    assert_eq!(first, [1, 2, 3].map(|n| format!("{stem}-{n}")));
    let letters = stem.strip_prefix("EVT-").unwrap();
    assert!(letters.len() == 10 && letters.chars().all(|c| !"ILOU".contains(c)), "{letters}");

    assert_eq!(codes(&app.resize(&ada, id, 1).await.done()), first[..1]);
    let grown = codes(&app.resize(&ada, id, 2).await.done());
    assert_eq!(grown, [format!("{stem}-1"), format!("{stem}-4")]);
}
