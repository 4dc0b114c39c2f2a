//! What an event says of its seats as they go.

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{Database, Postgres, Sqlite, TestApp};

const SEATS: &str = "query($id: ID!) { event(id: $id) {
    registeredCount seatsRemaining isFull isSellingOutSoon } }";

fn seats(taken: i32, left: Option<i32>, is_full: bool, is_selling_out: bool) -> Value {
    json!({ "registeredCount": taken, "seatsRemaining": left, "isFull": is_full,
        "isSellingOutSoon": is_selling_out })
}

#[rstest]
#[tokio::test]
async fn seats_go_until_the_event_is_selling_out_and_full(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "capacity": 10, "sellingOutThreshold": 5 })).await;
    let state = async || app.send(None, SEATS, json!({ "id": event })).await.at("event");
    assert_eq!(state().await, seats(0, Some(10), false, false));
    for (name, quantity, expected) in [
        ("a", 4, seats(4, Some(6), false, false)),
        ("b", 1, seats(5, Some(5), false, true)),
        ("c", 4, seats(9, Some(1), false, true)),
        ("d", 1, seats(10, Some(0), true, false)),
        // In line.
        ("e", 1, seats(10, Some(0), true, false)),
    ] {
        let person = app.attendee(name).await;
        app.registered(&person, &event, quantity).await;
        assert_eq!(state().await, expected, "{name}");
    }
    // One seat more goes to the line, two are one more than it takes.
    app.update_event(&olu, &event, json!({ "capacity": 12 })).await.done();
    assert_eq!(state().await, seats(11, Some(1), false, true));
    app.update_event(&olu, &event, json!({ "capacity": null })).await.done();
    assert_eq!(state().await, seats(11, None, false, false));
}

#[rstest]
#[tokio::test]
async fn an_event_whose_threshold_is_zero_never_sells_out_soon(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "capacity": 2, "sellingOutThreshold": 0 })).await;
    let state = async || app.send(None, SEATS, json!({ "id": event })).await.at("event");
    let made = app.registered(&ada, &event, 1).await;
    assert_eq!(state().await, seats(1, Some(1), false, false));
    app.resize(&ada, &made, 2).await.done();
    assert_eq!(state().await, seats(2, Some(0), true, false));
    app.cancel(&ada, &made).await.done();
    assert_eq!(state().await, seats(0, Some(2), false, false));
}
