//! Making events: what is filled in, and who may.

use rstest::rstest;
use serde_json::json;

use crate::event::scene::{category, listed};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const CREATE: &str = "mutation($input: CreateEventInput!) { createEvent(input: $input) {
    event { title description location language category { slug } organizer { username }
        startsAt endsAt timeZone status visibility capacity registeredCount waitlistedCount
        seatsRemaining isFull sellingOutThreshold isSellingOutSoon maxSeatsPerRegistration
        waitlistEnabled registrationOpensAt registrationClosesAt viewerRole guestListVisibility }
    userErrors { code message field } } }";

#[rstest]
#[tokio::test]
async fn what_is_left_out_has_defaults(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(false, true)] as_null: bool,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let move_home = "mutation { updateProfile(input: { timeZone: \"Africa/Lagos\" }) {
        userErrors { code } } }";
    app.send(&olu, move_home, json!({})).await.done();
    let mut input = json!({
        "title": " Concert ", "location": "Lagos", "startsAt": "2030-06-02T13:00:00.1234567+01:00",
    });
    if as_null {
        for field in [
            "description",
            "language",
            "category",
            "endsAt",
            "timeZone",
            "capacity",
            "sellingOutThreshold",
            "maxSeatsPerRegistration",
            "waitlistEnabled",
            "visibility",
            "registrationOpensAt",
            "registrationClosesAt",
            "guestListVisibility",
            "publish",
        ] {
            input[field] = json!(null);
        }
    }
    let made = app.send(&olu, CREATE, json!({ "input": input })).await.done();
    let expected = json!({
        "title": "Concert", "description": "", "location": "Lagos", "language": "en",
        "category": null, "organizer": { "username": "olu" },
        "startsAt": "2030-06-02T12:00:00.123456Z", "endsAt": "2030-06-02T13:00:00.123456Z",
        "timeZone": "Africa/Lagos", "status": "PUBLISHED", "visibility": "PUBLIC",
        "capacity": null, "registeredCount": 0, "waitlistedCount": 0, "seatsRemaining": null,
        "isFull": false, "sellingOutThreshold": 5, "isSellingOutSoon": false,
        "maxSeatsPerRegistration": 10, "waitlistEnabled": true, "registrationOpensAt": null,
        "registrationClosesAt": null, "viewerRole": "OWNER", "guestListVisibility": "COLLABORATORS",
    });
    assert_eq!(made["event"], expected);
}

#[rstest]
#[tokio::test]
async fn what_is_given_is_kept(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    let music = category(&app, &sam, "Music").await;
    let input = json!({
        "title": "Été", "description": "One\n\ttwo", "location": "Kino / Bar", "language": "pt-BR",
        "category": music, "startsAt": "2029-01-01T00:00:00Z", "endsAt": "2029-01-02T00:00:00Z",
        "timeZone": "Europe/Lisbon", "capacity": 1_000_000, "sellingOutThreshold": 0,
        "maxSeatsPerRegistration": 1000, "waitlistEnabled": false,
        "registrationOpensAt": "2028-01-01T00:00:00Z",
        "registrationClosesAt": "2029-01-01T12:00:00Z",
        "visibility": "UNLISTED", "guestListVisibility": "EVERYONE",
    });
    let mut expected = input.clone();
    expected["category"] = json!({ "slug": "music" });
    expected["organizer"] = json!({ "username": "olu" });
    expected["viewerRole"] = json!("OWNER");
    expected["status"] = json!("PUBLISHED");
    for (field, value) in [
        ("registeredCount", json!(0)),
        ("waitlistedCount", json!(0)),
        ("seatsRemaining", json!(1_000_000)),
        ("isFull", json!(false)),
        ("isSellingOutSoon", json!(false)),
    ] {
        expected[field] = value;
    }
    let made = app.send(&olu, CREATE, json!({ "input": input })).await.done();
    assert_eq!(made["event"], expected);
}

#[rstest]
#[tokio::test]
async fn an_event_may_stay_a_draft(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let made = app.try_event(&olu, json!({ "publish": false })).await.done();
    assert_eq!(made["event"]["status"], "DRAFT");
    assert_eq!(listed(&app, None, json!({})).await, "");
    assert_eq!(listed(&app, &olu, json!({ "status": ["DRAFT"] })).await, "Concert");
}

#[rstest]
#[tokio::test]
async fn organizers_and_admins_create_events_and_nobody_else_does(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (ada, sam) = (app.attendee("ada").await, app.staff("sam").await);
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    for who in [&ada, &sam] {
        assert_eq!(app.try_event(who, json!({})).await.codes(), ["FORBIDDEN"], "{}", who.username);
    }
    let input = json!({ "title": "T", "location": "L", "startsAt": "2030-07-01T00:00:00Z" });
    let nobody = app.send(None, CREATE, json!({ "input": input })).await;
    assert_eq!(nobody.codes(), ["UNAUTHENTICATED"]);
    let everything = json!({ "includePast": true, "status": ["DRAFT", "PUBLISHED", "CANCELLED"] });
    assert_eq!(listed(&app, &root, everything.clone()).await, "");

    app.try_event(&olu, json!({ "title": "A" })).await.done();
    app.try_event(&root, json!({ "title": "B" })).await.done();
    assert_eq!(listed(&app, &root, everything).await, "A, B");
}
