//! An event that will not take place is told to all who counted on it, once.

use rstest::rstest;
use serde_json::json;

use crate::notification::CANCEL_EVENT;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn guests_and_those_in_line_hear_of_the_end(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("cancel", "delete")] how: &str,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ada, &event, 1).await;
    app.registered(&ben, &event, 1).await;
    if how == "cancel" {
        let why = json!({ "id": event, "reason": "The singer is ill." });
        app.send(&olu, CANCEL_EVENT, why).await.done();
        let told = app.told(&ada).await;
        assert_eq!(
            told[1]["message"],
            "“Concert”, Sun 2 June 2030, 12:00 (UTC), Lagos, is cancelled. The singer is ill."
        );
        assert_eq!(told[1]["event"]["id"], json!(event));
    }
    // To delete what was cancelled is no news.
    app.delete_event(&olu, &event).await.done();
    app.settle().await;
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "EVENT_CANCELLED"]);
    assert_eq!(app.told_kinds(&ben).await, ["WAITLISTED", "EVENT_CANCELLED"]);
    let told = app.told(&ada).await;
    assert_eq!((&told[1]["event"], &told[1]["registration"]), (&json!(null), &json!(null)));
}

#[rstest]
#[tokio::test]
async fn the_end_of_an_event_that_is_over_or_of_a_draft_is_no_news(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    app.registered(&ada, &event, 1).await;
    app.advance(chrono::TimeDelta::hours(30));
    app.cancel_event(&olu, &event).await.done();
    app.settle().await;
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
}

#[rstest]
#[tokio::test]
async fn the_end_of_a_series_is_told_for_each_occurrence(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("cancel", "delete", "move")] how: &str,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ben = app.attendee("ben").await;
    let create = "mutation($input: CreateEventSeriesInput!) { createEventSeries(input: $input) {
        series { id } events { id } userErrors { code } } }";
    let event =
        json!({ "title": "Choir", "location": "Berlin", "startsAt": "2030-10-07T16:00:00Z" });
    let input = json!({ "event": event, "recurrenceRule": "FREQ=WEEKLY;COUNT=4" });
    let made = app.send(&olu, create, json!({ "input": input })).await.done();
    let series = &made["series"]["id"];
    let id = |at: usize| made["events"][at]["id"].as_str().unwrap().to_owned();
    app.registered(&ada, &id(0), 1).await;
    app.registered(&ada, &id(2), 1).await;
    app.registered(&ben, &id(3), 1).await;
    let end = match how {
        "cancel" => "cancelEventSeries(input: { seriesId: $id }) { userErrors { code } }",
        "delete" => "deleteEventSeries(input: { seriesId: $id }) { userErrors { code } }",
        _ => {
            "updateEventSeries(input: { seriesId: $id, location: \"Kano\" }) { userErrors { code } }"
        }
    };
    let end = format!("mutation($id: ID!) {{ {end} }}");
    app.send(&olu, &end, json!({ "id": series })).await.done();
    app.settle().await;
    let kind = if how == "move" { "EVENT_CHANGED" } else { "EVENT_CANCELLED" };
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "REGISTERED", kind, kind]);
    assert_eq!(app.told_kinds(&ben).await, ["REGISTERED", kind]);
    app.settle().await;
    assert_eq!(app.told(&ada).await.len(), 4);
}
