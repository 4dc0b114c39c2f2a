//! `Viewer.organizerSummary`.

use rstest::rstest;
use serde_json::{Value, json};

use super::{let_in, rate};
use crate::event::scene::{CANCEL, DELETE};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const SUMMARY: &str = "{ viewer { organizerSummary { eventCount upcomingEventCount seatsRegistered
    seatsWaitlisted seatsCheckedIn averageRating } } }";

#[rstest]
#[tokio::test]
async fn it_sums_up_what_the_viewer_owns(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, eve) = (app.organizer("olu").await, app.organizer("eve").await);
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let open = app.event(&olu, json!({ "capacity": 3 })).await;
    let payload = app.register(&ada, &open, 2).await.done();
    app.registered(&ben, &open, 2).await;
    let_in(&app, payload["registration"]["tickets"][0]["code"].as_str().unwrap()).await;
    rate(&app, &open, &ada, 5).await;
    rate(&app, &open, &ben, 2).await;
    let past = app.event(&olu, json!({ "startsAt": "2030-01-01T00:00:00Z" })).await;
    rate(&app, &past, &ada, 4).await;
    app.event(&olu, json!({ "publish": false })).await;
    let off = app.event(&olu, json!({})).await;
    app.send(&olu, CANCEL, json!({ "id": off })).await.done();
    let gone = app.event(&olu, json!({})).await;
    app.registered(&ada, &gone, 1).await;
    app.send(&olu, DELETE, json!({ "id": gone })).await.done();
    let others = app.event(&eve, json!({})).await;
    app.registered(&ada, &others, 4).await;

    let expected = json!({ "eventCount": 4, "upcomingEventCount": 2, "seatsRegistered": 2,
        "seatsWaitlisted": 2, "seatsCheckedIn": 1, "averageRating": 11.0 / 3.0 });
    assert_eq!(app.send(&olu, SUMMARY, json!({})).await.at("viewer.organizerSummary"), expected);
    let nothing = json!({ "eventCount": 0, "upcomingEventCount": 0, "seatsRegistered": 0,
        "seatsWaitlisted": 0, "seatsCheckedIn": 0, "averageRating": null });
    assert_eq!(app.send(&ada, SUMMARY, json!({})).await.at("viewer.organizerSummary"), nothing);
    assert_eq!(app.send(None, SUMMARY, json!({})).await.at("viewer"), Value::Null);
}
