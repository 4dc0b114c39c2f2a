//! Changing events: what is left out, null, the same, or too little.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::category;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const FIELDS: &str =
    "title description location language category { slug } startsAt endsAt timeZone
    capacity sellingOutThreshold maxSeatsPerRegistration waitlistEnabled registrationOpensAt
    registrationClosesAt visibility guestListVisibility status updatedAt";

async fn event(app: &TestApp, who: &Person, id: &str) -> Value {
    let query = format!("query($id: ID!) {{ event(id: $id) {{ {FIELDS} }} }}");
    app.send(who, &query, json!({ "id": id })).await.at("event")
}

/// An event with nothing left at its default.
async fn full_event(app: &TestApp, olu: &Person) -> String {
    let sam = app.staff("sam").await;
    let music = category(app, &sam, "Music").await;
    let changes = json!({
        "description": "All of it", "language": "pt-BR", "category": music,
        "endsAt": "2030-06-02T15:00:00Z", "timeZone": "Africa/Lagos", "capacity": 50,
        "sellingOutThreshold": 3, "maxSeatsPerRegistration": 4, "waitlistEnabled": false,
        "registrationOpensAt": "2030-06-01T00:00:00Z",
        "registrationClosesAt": "2030-06-02T11:00:00Z",
        "visibility": "UNLISTED", "guestListVisibility": "ATTENDEES",
    });
    app.event(olu, changes).await
}

#[rstest]
#[tokio::test]
async fn a_field_left_out_stays_as_it_is(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let id = full_event(&app, &olu).await;
    let mut expected = event(&app, &olu, &id).await;
    app.update_event(&olu, &id, json!({ "title": " Other " })).await.done();
    let after = event(&app, &olu, &id).await;
    assert_ne!(after["updatedAt"], expected["updatedAt"]);
    expected["title"] = json!("Other");
    expected["updatedAt"] = after["updatedAt"].clone();
    assert_eq!(after, expected);
}

#[rstest]
#[tokio::test]
async fn an_omitted_variable_is_a_field_left_out(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let id = full_event(&app, &olu).await;
    let mut expected = event(&app, &olu, &id).await;
    let update = "mutation($id: ID!, $title: String, $capacity: Int, $category: String,
            $startsAt: DateTime, $visibility: EventVisibility, $d: String = \"Said here\") {
        updateEvent(input: { id: $id, title: $title, capacity: $capacity, category: $category,
            startsAt: $startsAt, visibility: $visibility, description: $d }) {
            event { title } userErrors { code message field } } }";
    app.send(&olu, update, json!({ "id": id, "title": "Other" })).await.done();
    let after = event(&app, &olu, &id).await;
    expected["title"] = json!("Other");
    expected["description"] = json!("Said here");
    expected["updatedAt"] = after["updatedAt"].clone();
    assert_eq!(after, expected);

    let nulls = json!({ "id": id, "title": "Third", "capacity": null, "category": null });
    app.send(&olu, update, nulls).await.done();
    let after = event(&app, &olu, &id).await;
    expected["title"] = json!("Third");
    expected["capacity"] = json!(null);
    expected["category"] = json!(null);
    expected["updatedAt"] = after["updatedAt"].clone();
    assert_eq!(after, expected);
}

#[rstest]
#[tokio::test]
async fn null_clears_what_may_be_null(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let id = full_event(&app, &olu).await;
    let mut expected = event(&app, &olu, &id).await;
    let clearable = ["category", "capacity", "registrationOpensAt", "registrationClosesAt"];
    let nulls: Value = clearable.iter().map(|field| ((*field).to_owned(), json!(null))).collect();
    app.update_event(&olu, &id, nulls).await.done();
    let after = event(&app, &olu, &id).await;
    for field in clearable {
        expected[field] = json!(null);
    }
    expected["updatedAt"] = after["updatedAt"].clone();
    assert_eq!(after, expected);
}

#[rstest]
#[tokio::test]
async fn null_is_invalid_for_all_else(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let id = full_event(&app, &olu).await;
    let before = event(&app, &olu, &id).await;
    let fields = [
        "title",
        "description",
        "location",
        "language",
        "startsAt",
        "endsAt",
        "timeZone",
        "sellingOutThreshold",
        "maxSeatsPerRegistration",
        "waitlistEnabled",
        "visibility",
        "guestListVisibility",
    ];
    let nulls: Value = fields.iter().map(|field| ((*field).to_owned(), json!(null))).collect();
    let reply = app.update_event(&olu, &id, nulls).await;
    assert_eq!(reply.refusals(), fields.map(|field| format!("INVALID {field}")));
    assert_eq!(reply.payload()["event"], Value::Null);
    assert_eq!(event(&app, &olu, &id).await, before);
}

#[rstest]
#[tokio::test]
async fn a_change_to_what_is_there_already_changes_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let id = full_event(&app, &olu).await;
    let before = event(&app, &olu, &id).await;
    app.advance(TimeDelta::minutes(1));
    let same = json!({
        "title": " Concert ", "language": "PT-br", "category": "music", "capacity": 50,
        "startsAt": "2030-06-02T13:00:00+01:00", "endsAt": "2030-06-02T15:00:00Z",
        "registrationClosesAt": "2030-06-02T11:00:00.0000001Z", "visibility": "UNLISTED",
    });
    for changes in [json!({}), same] {
        let changed = app.update_event(&olu, &id, changes);
        let (reply, statements) = app.statements_of(changed).await;
        assert_eq!(reply.done()["event"]["id"], id.as_str());
        let writes = ["UPDATE \"events\"", "INSERT", "DELETE"];
        let is_write = |sql: &String| writes.iter().any(|write| sql.starts_with(write));
        assert!(!statements.iter().any(is_write), "{statements:#?}");
        assert_eq!(event(&app, &olu, &id).await, before);
    }
}

#[rstest]
#[tokio::test]
async fn a_start_that_moves_takes_the_end_along(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let id = app.event(&olu, json!({ "endsAt": "2030-06-02T15:30:00Z" })).await;
    let times = async || {
        let event = event(&app, &olu, &id).await;
        json!([event["startsAt"], event["endsAt"]])
    };
    let moved = json!({ "startsAt": "2030-07-01T10:00:00Z" });
    app.update_event(&olu, &id, moved).await.done();
    assert_eq!(times().await, json!(["2030-07-01T10:00:00Z", "2030-07-01T13:30:00Z"]));
    let both = json!({ "startsAt": "2030-07-02T10:00:00Z", "endsAt": "2030-07-02T11:00:00Z" });
    app.update_event(&olu, &id, both).await.done();
    assert_eq!(times().await, json!(["2030-07-02T10:00:00Z", "2030-07-02T11:00:00Z"]));
    let end = json!({ "endsAt": "2030-07-02T12:00:00Z" });
    app.update_event(&olu, &id, end).await.done();
    assert_eq!(times().await, json!(["2030-07-02T10:00:00Z", "2030-07-02T12:00:00Z"]));
    // The end that moves along stays within the calendar.
    let late = app.update_event(&olu, &id, json!({ "startsAt": "9999-12-31T23:00:00Z" })).await;
    assert_eq!(late.refusals(), ["INVALID endsAt"]);
    assert_eq!(times().await, json!(["2030-07-02T10:00:00Z", "2030-07-02T12:00:00Z"]));
}

#[rstest]
#[tokio::test]
async fn a_limit_does_not_go_below_the_seats_that_are_taken(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let id = app.event(&olu, json!({ "capacity": 10 })).await;
    app.registered(&ada, &id, 3).await;
    let before = event(&app, &olu, &id).await;
    let reply = app.update_event(&olu, &id, json!({ "capacity": 2, "title": "New" })).await;
    assert_eq!(reply.refusals(), ["CAPACITY_BELOW_REGISTERED capacity"]);
    assert_eq!(reply.payload()["event"], Value::Null);
    assert_eq!(event(&app, &olu, &id).await, before);
    let with_fault = app.update_event(&olu, &id, json!({ "capacity": 2, "title": "" })).await;
    assert_eq!(with_fault.refusals(), ["INVALID title", "CAPACITY_BELOW_REGISTERED capacity"]);
    let exact = app.update_event(&olu, &id, json!({ "capacity": 3 })).await.done();
    assert_eq!(exact["event"]["capacity"], 3);
    assert_eq!(exact["event"]["registeredCount"], 3);
}

#[rstest]
#[tokio::test]
async fn an_event_is_changed_whatever_its_status(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let draft = app.event(&olu, json!({ "publish": false })).await;
    let gone = app.event(&olu, json!({})).await;
    app.send(&olu, crate::event::scene::CANCEL, json!({ "id": gone })).await.done();
    for (id, status) in [(&draft, "DRAFT"), (&gone, "CANCELLED")] {
        app.update_event(&olu, id, json!({ "title": "New" })).await.done();
        let event = event(&app, &olu, id).await;
        assert_eq!((&event["title"], &event["status"]), (&json!("New"), &json!(status)));
    }
}
