//! The main job: seats are taken, waited for, given back and handed on.

use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn seats_go_to_who_fits_and_freed_ones_to_the_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben, cid) =
        (app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await);
    let event = app.event(&olu, json!({ "capacity": 3 })).await;

    let ada_made = app.register(&ada, &event, 2).await.done();
    assert_eq!(ada_made["registration"]["status"], "REGISTERED");
    assert_eq!(ada_made["registration"]["tickets"].as_array().unwrap().len(), 2);
    assert_eq!(ada_made["registration"]["event"]["seatsRemaining"], 1);

    let ben_made = app.register(&ben, &event, 2).await.done();
    assert_eq!(ben_made["registration"]["status"], "WAITLISTED");
    assert_eq!(ben_made["registration"]["waitlistPosition"], 1);
    assert_eq!(ben_made["registration"]["tickets"], json!([]));
    assert_eq!(ben_made["registration"]["event"]["waitlistedCount"], 2);

    let cid_made = app.register(&cid, &event, 1).await.done();
    assert_eq!(cid_made["registration"]["status"], "REGISTERED");

    let ada_id = ada_made["registration"]["id"].as_str().unwrap();
    let shrunk = app.resize(&ada, ada_id, 1).await.done();
    assert_eq!(shrunk["registration"]["tickets"].as_array().unwrap().len(), 1);
    let counts = json!({ "registeredCount": 2, "waitlistedCount": 2 });
    assert_eq!(shrunk["registration"]["event"], counts);

    let cancelled = app.cancel(&ada, ada_id).await.done();
    assert_eq!(cancelled["registration"]["status"], "CANCELLED");
    let counts = json!({ "registeredCount": 3, "waitlistedCount": 0 });
    assert_eq!(cancelled["registration"]["event"], counts);

    let own = "query($id: ID!) { event(id: $id) { viewerRegistration {
        status waitlistPosition tickets { code } } } }";
    let seen = app.send(&ben, own, json!({ "id": event })).await;
    assert_eq!(seen.at("event.viewerRegistration.status"), "REGISTERED");
    assert_eq!(seen.at("event.viewerRegistration.tickets").as_array().unwrap().len(), 2);
}
