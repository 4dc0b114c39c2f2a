//! What an event may not be made from.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::listed;
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// One bad value of a field, each.
fn bad_values() -> Vec<(&'static str, Value)> {
    let mut bad = vec![
        ("title", json!("x".repeat(201))),
        ("title", json!("\u{200b}")),
        ("description", json!("a\u{0}b")),
        ("description", json!("a\u{1b}[31m")),
        ("description", json!("é".repeat(20_001))),
        ("location", json!("x".repeat(301))),
        ("location", json!("")),
        ("endsAt", json!("2030-06-02T12:00:00Z")),
        ("endsAt", json!("2030-06-02T11:59:59Z")),
        ("endsAt", json!("2031-06-03T12:00:00.000001Z")),
        ("timeZone", json!("")),
        ("timeZone", json!("Mars/Olympus")),
        ("timeZone", json!("Africa/Lagos\u{0}")),
        ("registrationOpensAt", json!("2030-06-02T12:00:00Z")),
        ("registrationClosesAt", json!("2030-06-02T13:00:01Z")),
        ("sellingOutThreshold", json!(-1)),
        ("sellingOutThreshold", json!(1_000_001)),
    ];
    for name in [" ", "a\u{0}b", "a\nb", "a\u{7f}", "a\u{202e}b", "a\u{2066}b", "\u{feff}a"] {
        bad.push(("title", json!(name)));
        bad.push(("location", json!(name)));
    }
    for tag in ["", "e", "qq", "klingon", "en_GB", "en-", "x-klingon", "en\u{0}", "é"] {
        bad.push(("language", json!(tag)));
    }
    for count in [0, -1, 1_000_001, i32::MIN, i32::MAX] {
        bad.push(("capacity", json!(count)));
    }
    for count in [0, -1, 1001] {
        bad.push(("maxSeatsPerRegistration", json!(count)));
    }
    for slug in ["nope", "", "a\u{0}b", "Music"] {
        bad.push(("category", json!(slug)));
    }
    bad
}

#[rstest]
#[tokio::test]
async fn all_that_is_wrong_is_told_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let wrong = json!({
        "title": "", "description": "a\u{0}b", "location": "x\u{202e}y", "language": "klingon",
        "timeZone": "Mars/Olympus", "endsAt": "2030-06-02T11:00:00Z", "capacity": 0,
        "registrationOpensAt": "2030-06-02T10:30:00Z", "category": "nope",
        "registrationClosesAt": "2030-06-02T10:00:00Z", "sellingOutThreshold": -1,
        "maxSeatsPerRegistration": 0,
    });
    let expected = [
        "INVALID title",
        "INVALID description",
        "INVALID location",
        "INVALID language",
        "INVALID timeZone",
        "INVALID endsAt",
        "INVALID registrationOpensAt",
        "INVALID capacity",
        "INVALID sellingOutThreshold",
        "INVALID maxSeatsPerRegistration",
        "INVALID category",
    ];
    let reply = app.try_event(&olu, wrong.clone()).await;
    assert_eq!(reply.refusals(), expected);
    assert_eq!(reply.payload()["event"], Value::Null);
    let everything = json!({ "includePast": true, "status": ["DRAFT", "PUBLISHED", "CANCELLED"] });
    assert_eq!(listed(&app, &olu, everything).await, "");

    let event = app.event(&olu, json!({})).await;
    let mut refused = app.update_event(&olu, &event, wrong).await.refusals();
    refused.sort();
    let mut expected = expected;
    expected.sort();
    assert_eq!(refused, expected);
}

#[rstest]
#[tokio::test]
async fn each_bad_value_names_its_field(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "title": "Standing" })).await;
    for (field, value) in bad_values() {
        let expected = [format!("INVALID {field}")];
        let made = app.try_event(&olu, json!({ field: value })).await;
        assert_eq!(made.refusals(), expected, "{field}: {value}");
        let changed = app.update_event(&olu, &event, json!({ field: value })).await;
        assert_eq!(changed.refusals(), expected, "{field}: {value}");
    }
    let everything = json!({ "includePast": true, "status": ["DRAFT", "PUBLISHED", "CANCELLED"] });
    assert_eq!(listed(&app, &olu, everything).await, "Standing");
}

#[rstest]
#[tokio::test]
async fn what_is_barely_allowed_is_taken(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let words: Vec<String> = (0..3300).map(|word| format!("w{word:04x}")).collect();
    // One letter that folds to eighteen.
    let wide = |count: usize| "\u{fdfa}".repeat(count);
    for good in [
        json!({ "title": "x".repeat(200), "description": "y".repeat(20_000) }),
        json!({ "title": wide(200), "location": wide(300), "description": wide(20_000) }),
        json!({ "description": words.join(" ") }),
        json!({ "startsAt": "0001-01-01T00:00:00Z" }),
        json!({ "startsAt": "9999-12-31T22:59:59Z" }),
        json!({ "endsAt": "2031-06-03T12:00:00Z" }),
        json!({ "registrationClosesAt": "2030-06-02T13:00:00Z" }),
        json!({ "registrationOpensAt": "2030-06-02T11:59:59.999999Z" }),
        json!({ "capacity": 1, "sellingOutThreshold": 1_000_000, "maxSeatsPerRegistration": 1 }),
        json!({ "title": "家族 👪 الحفل" }),
    ] {
        app.try_event(&olu, good).await.done();
    }
    let beyond = app.try_event(&olu, json!({ "startsAt": "9999-12-31T23:30:00Z" })).await;
    assert_eq!(beyond.refusals(), ["INVALID endsAt"]);
}

#[rstest]
#[tokio::test]
async fn languages_and_zones_are_kept_in_their_canonical_form(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let query = "query($id: ID!) { event(id: $id) { language timeZone } }";
    for (given, kept) in [
        ("EN", "en"),
        ("pt-br", "pt-BR"),
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("eng", "en"),
        ("haw", "haw"),
    ] {
        let event = app.event(&olu, json!({ "language": given, "timeZone": "Asia/Kolkata" })).await;
        let event = app.send(None, query, json!({ "id": event })).await.at("event");
        assert_eq!(event, json!({ "language": kept, "timeZone": "Asia/Kolkata" }));
    }
}

#[rstest]
#[tokio::test]
async fn an_instant_that_is_none_is_a_bad_request(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for bad in [
        json!("tomorrow"),
        json!("2030-06-02"),
        json!("2030-02-30T00:00:00Z"),
        json!(7),
        json!("2030-06-02T12:00:00"),
        json!("+10000-01-01T00:00:00Z"),
        json!(null),
    ] {
        let reply = app.try_event(&olu, json!({ "startsAt": bad })).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{bad}");
    }
    assert_eq!(listed(&app, &olu, json!({ "includePast": true })).await, "");
}
