//! Narrowing the list of events.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::{LIST, category, listed};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn a_language_finds_itself_and_its_regions(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    for tag in ["pt", "pt-BR", "pt-Latn-BR", "ptp", "en", "en-GB"] {
        app.event(&olu, json!({ "title": tag, "language": tag })).await;
    }
    for (tag, found) in [
        ("pt", "pt, pt-BR, pt-Latn-BR"),
        ("PT", "pt, pt-BR, pt-Latn-BR"),
        ("por", "pt, pt-BR, pt-Latn-BR"),
        ("pt-br", "pt-BR"),
        ("pt-latn", "pt-Latn-BR"),
        ("ptp", "ptp"),
        ("fr", ""),
        ("p", ""),
        ("p_", ""),
        ("%", ""),
        ("", ""),
        ("a\u{0}b", ""),
    ] {
        assert_eq!(listed(&app, None, json!({ "language": tag })).await, found, "{tag:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_category_finds_its_events(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    for name in ["Music", "Tech"] {
        let slug = category(&app, &sam, name).await;
        app.event(&olu, json!({ "title": name, "category": slug })).await;
    }
    app.event(&olu, json!({ "title": "None" })).await;
    for (slug, found) in
        [("music", "Music"), ("tech", "Tech"), ("nope", ""), ("", ""), ("a\u{0}b", "")]
    {
        assert_eq!(listed(&app, None, json!({ "category": slug })).await, found, "{slug:?}");
    }
    assert_eq!(listed(&app, None, json!({ "category": null })).await, "Music, Tech, None");
}

#[rstest]
#[tokio::test]
async fn an_organizer_finds_their_events(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, bob, ada) =
        (app.organizer("olu").await, app.organizer("bob").await, app.attendee("ada").await);
    app.event(&olu, json!({ "title": "Olu's" })).await;
    app.event(&olu, json!({ "title": "Draft", "publish": false })).await;
    app.event(&bob, json!({ "title": "Bob's" })).await;
    for (organizer, found) in [(&olu, "Olu's"), (&bob, "Bob's"), (&ada, "")] {
        let filter = json!({ "organizerId": organizer.id });
        assert_eq!(listed(&app, None, filter.clone()).await, found);
        assert_eq!(listed(&app, &olu, filter).await, found);
    }
}

#[rstest]
#[tokio::test]
async fn seats_left_or_none(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben) =
        (app.organizer("olu").await, app.attendee("ada").await, app.attendee("ben").await);
    app.event(&olu, json!({ "title": "Endless" })).await;
    for (title, capacity, quantities) in
        [("Empty", 2, vec![]), ("Half", 2, vec![1]), ("Full", 1, vec![1]), ("Line", 1, vec![1, 1])]
    {
        let event = app.event(&olu, json!({ "title": title, "capacity": capacity })).await;
        for (guest, quantity) in [&ada, &ben].into_iter().zip(quantities) {
            app.registered(guest, &event, quantity).await;
        }
    }
    assert_eq!(listed(&app, None, json!({ "hasSeats": true })).await, "Endless, Empty, Half");
    assert_eq!(listed(&app, None, json!({ "hasSeats": false })).await, "Full, Line");
    let all = "Endless, Empty, Half, Full, Line";
    assert_eq!(listed(&app, None, json!({ "hasSeats": null })).await, all);
}

#[rstest]
#[tokio::test]
async fn filters_narrow_together(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    let music = category(&app, &sam, "Music").await;
    let all = json!({
        "title": "Jazz", "location": "São Paulo", "language": "pt-BR", "category": music,
        "capacity": 5, "startsAt": "2030-07-01T00:00:00Z",
    });
    app.event(&olu, all.clone()).await;
    for (field, other) in [
        ("title", json!("Rock")),
        ("location", json!("Rio")),
        ("language", json!("en")),
        ("category", Value::Null),
        ("startsAt", json!("2030-08-01T00:00:00Z")),
    ] {
        let mut changed = all.clone();
        changed[field] = other;
        app.event(&olu, changed).await;
    }
    let filter = json!({
        "search": "jazz", "location": "paulo", "language": "pt", "category": "music",
        "organizerId": olu.id, "startsFrom": "2030-06-01T00:00:00Z",
        "startsBefore": "2030-08-01T00:00:00Z", "hasSeats": true, "status": ["PUBLISHED"],
    });
    assert_eq!(listed(&app, None, filter).await, "Jazz");
}

#[rstest]
#[tokio::test]
async fn what_is_too_long_to_look_for_is_a_bad_request(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    for (field, most) in [("search", 200), ("location", 300)] {
        assert_eq!(listed(&app, None, json!({ field: "é".repeat(most) })).await, "");
        assert_eq!(listed(&app, None, json!({ field: "\u{fdfa}".repeat(most) })).await, "");
        let filter = json!({ "filter": { field: "é".repeat(most + 1) } });
        assert_eq!(app.send(None, LIST, filter).await.codes(), ["BAD_REQUEST"], "{field}");
    }
}
