//! `Event.statistics`.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use super::{let_in, rate};
use crate::event::scene::{Cast, WHO};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const STATISTICS: &str = "query($id: ID!) { event(id: $id) { statistics {
    registrationCount seatsRegistered seatsWaitlisted seatsCancelled seatsCheckedIn
    registrationsByDay { date seats } ratingCounts { rating count } } } }";

#[rstest]
#[tokio::test]
async fn it_counts_seats_days_and_ratings(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let guests = [app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await];
    let changes = json!({ "capacity": 5, "timeZone": "Asia/Kathmandu",
        "startsAt": "2030-07-01T00:00:00Z" });
    let event = app.event(&olu, changes).await;
    // At 12:00 in London it is 17:45 in Kathmandu, the same day.
    let payload = app.register(&guests[0], &event, 3).await.done();
    let given_back = app.registered(&guests[1], &event, 2).await;
    app.cancel(&guests[1], &given_back).await.done();
    // At 18:15 the next day has begun there.
    app.advance(TimeDelta::minutes(6 * 60 + 15));
    app.registered(&guests[2], &event, 4).await;
    let code = payload["registration"]["tickets"][1]["code"].as_str().unwrap();
    let_in(&app, code).await;
    for (guest, rating) in guests.iter().zip([5, 3, 5]) {
        rate(&app, &event, guest, rating).await;
    }
    let shown = app.send(&olu, STATISTICS, json!({ "id": event })).await.at("event.statistics");
    let expected = json!({
        "registrationCount": 3, "seatsRegistered": 3, "seatsWaitlisted": 4, "seatsCancelled": 2,
        "seatsCheckedIn": 1,
        "registrationsByDay": [
            { "date": "2030-06-01", "seats": 5 }, { "date": "2030-06-02", "seats": 4 },
        ],
        "ratingCounts": [
            { "rating": 1, "count": 0 }, { "rating": 2, "count": 0 }, { "rating": 3, "count": 1 },
            { "rating": 4, "count": 0 }, { "rating": 5, "count": 2 },
        ],
    });
    assert_eq!(shown, expected);
}

#[rstest]
#[tokio::test]
async fn an_event_without_anybody_has_zeros(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let shown = app.send(&olu, STATISTICS, json!({ "id": event })).await.at("event.statistics");
    assert_eq!(shown["registrationCount"], 0);
    assert_eq!(shown["registrationsByDay"], json!([]));
    assert_eq!(shown["ratingCounts"].as_array().unwrap().len(), 5);
}

#[rstest]
#[tokio::test]
async fn collaborators_staff_and_admins_see_it(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    for who in WHO {
        let reply = app.send(cast.get(who), STATISTICS, json!({ "id": event })).await;
        let refusal = match who {
            "anonymous" => "UNAUTHENTICATED",
            "attendee" | "registrant" | "waitlisted" => "FORBIDDEN",
            _ => {
                assert_eq!(reply.at("event.statistics.seatsRegistered"), 1, "{who}");
                continue;
            }
        };
        assert_eq!(reply.codes(), [refusal], "{who}");
        assert_eq!(reply.json()["data"], json!({ "event": { "statistics": null } }), "{who}");
    }
}

#[rstest]
#[tokio::test]
async fn a_dashboard_of_fifty_takes_the_statements_of_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    for number in 0..50 {
        let zone = ["Africa/Lagos", "Asia/Kathmandu", "UTC"][number % 3];
        let event = app.event(&olu, json!({ "timeZone": zone })).await;
        app.registered(&ada, &event, 1).await;
        rate(&app, &event, &ada, 4).await;
    }
    let query = "query($first: Int!) { viewer {
        organizerSummary { eventCount seatsRegistered averageRating }
        events(first: $first) { totalCount nodes { title registeredCount waitlistedCount statistics {
            seatsRegistered seatsCheckedIn registrationsByDay { date seats }
            ratingCounts { count } } } } } }";
    let (_, for_one) = app.statements_of(app.send(&olu, query, json!({ "first": 1 }))).await;
    let (reply, for_fifty) = app.statements_of(app.send(&olu, query, json!({ "first": 50 }))).await;
    let nodes = reply.at("viewer.events.nodes");
    assert_eq!(nodes.as_array().unwrap().len(), 50);
    for node in nodes.as_array().unwrap() {
        let expected: Value = json!([{ "date": "2030-06-01", "seats": 1 }]);
        assert_eq!(node["statistics"]["registrationsByDay"], expected);
    }
    assert_eq!(for_fifty.len(), for_one.len(), "{for_fifty:#?}");
    // Who asks, the list and its count, roles, two of the summary, three of the figures.
    assert!(for_fifty.len() <= 9, "{for_fifty:#?}");
}
