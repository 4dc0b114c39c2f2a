//! Full-text search, and parts of a location.

use rstest::rstest;
use serde_json::json;

use crate::event::scene::{LIST, listed, titles};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// Three events, whose titles sort as they are made.
async fn three(app: &TestApp, olu: &Person) -> String {
    let other = json!({ "title": "Other", "location": "50%_\\ off zoom.us/j/123?x=1" });
    app.event(olu, other).await;
    let rock = json!({
        "title": "Rock-n-Roll soirée", "description": "A 1e5 night, 50% off: foo_bar",
        "location": "Kino/Bar, São Paulo -12",
    });
    let rock = app.event(olu, rock).await;
    let hall =
        json!({ "title": "音楽の夕べ", "location": "St. Paul's-Church \"hall\" a@b.example" });
    app.event(olu, hall).await;
    rock
}

async fn found(app: &TestApp, field: &str, text: &str) -> String {
    let variables = json!({ "filter": { field: text }, "orderBy": { "field": "TITLE" } });
    titles(&app.send(None, LIST, variables).await.at("events"))
}

const OTHER: &str = "Other";
const ROCK: &str = "Rock-n-Roll soirée";
const HALL: &str = "音楽の夕べ";

#[rstest]
#[tokio::test]
async fn every_word_begins_some_word_without_regard_to_case_and_accents(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    three(&app, &olu).await;
    for (text, expected) in [
        ("rock", ROCK.to_owned()),
        ("SOIREE", ROCK.to_owned()),
        ("soirée ROCK", ROCK.to_owned()),
        ("soir ro", ROCK.to_owned()),
        ("oiree", String::new()),
        ("rock church", String::new()),
        ("bar", ROCK.to_owned()),
        ("12", format!("{OTHER}, {ROCK}")),
        ("1e5", ROCK.to_owned()),
        ("1e", ROCK.to_owned()),
        ("us", OTHER.to_owned()),
        ("zoom.us", OTHER.to_owned()),
        ("123", OTHER.to_owned()),
        ("hall", HALL.to_owned()),
        ("音楽", HALL.to_owned()),
        ("example", HALL.to_owned()),
        ("paul", format!("{ROCK}, {HALL}")),
        ("paul rock", ROCK.to_owned()),
        ("n off", ROCK.to_owned()),
        ("x", OTHER.to_owned()),
    ] {
        assert_eq!(found(&app, "search", text).await, expected, "{text:?}");
    }
}

#[rstest]
#[tokio::test]
async fn operators_and_wildcards_are_letters_or_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    three(&app, &olu).await;
    for text in ["foo bar", "foo_bar", "rock*", "rock:*", "rock\u{0}", "\"rock\"", "^rock", "(rock"]
    {
        assert_eq!(found(&app, "search", text).await, ROCK, "{text:?}");
    }
    for text in [
        "' OR 1=1 --",
        "rock\" OR \"x",
        "rock & !x",
        "NOT rock",
        "rock NEAR soirée",
        "so%ree",
        "rock | zzz",
        "title : rock",
    ] {
        assert_eq!(found(&app, "search", text).await, "", "{text:?}");
    }
    for text in ["", " ", "%", "*", "_", "!?…", "'", "\"", "\\", "\u{0}", "🎉", "👪 🎸", "<->"]
    {
        assert_eq!(found(&app, "search", text).await, "", "{text:?}");
    }
}

#[rstest]
#[tokio::test]
async fn a_part_of_the_location_is_taken_letter_by_letter(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    three(&app, &olu).await;
    let all = format!("{OTHER}, {ROCK}, {HALL}");
    for (part, expected) in [
        ("são", ROCK),
        ("SAO P", ROCK),
        ("o/b", ROCK),
        ("kino/bar, sao paulo -12", ROCK),
        ("/", "Other, Rock-n-Roll soirée"),
        ("50%", OTHER),
        ("%", OTHER),
        ("_", OTHER),
        ("%_\\", OTHER),
        ("\\", OTHER),
        ("\\ o", OTHER),
        ("\"hall\"", HALL),
        ("\"", HALL),
        ("'", HALL),
        ("'s-", HALL),
        ("", all.as_str()),
        ("\u{0}", ""),
        ("a\u{0}b", ""),
        ("%a%", ""),
        ("s_o", ""),
        ("AND", ""),
        ("kino*", ""),
        ("🎉", ""),
        ("音楽", ""),
    ] {
        assert_eq!(found(&app, "location", part).await, expected, "{part:?}");
    }
}

#[rstest]
#[tokio::test]
async fn an_event_is_found_by_its_new_words_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let rock = three(&app, &olu).await;
    let changes = json!({ "title": "Jazz", "description": "Swing" });
    app.update_event(&olu, &rock, changes).await.done();
    for (text, expected) in [("rock", ""), ("night", ""), ("jazz swing kino", "Jazz")] {
        assert_eq!(found(&app, "search", text).await, expected, "{text:?}");
    }
    app.update_event(&olu, &rock, json!({ "location": "Aba" })).await.done();
    assert_eq!(found(&app, "search", "kino").await, "");
    assert_eq!(found(&app, "location", "kino").await, "");
    assert_eq!(listed(&app, None, json!({ "search": "jazz", "location": "ab" })).await, "Jazz");
}

#[rstest]
#[tokio::test]
async fn search_does_not_find_what_is_hidden(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    app.event(&olu, json!({ "title": "Secret", "visibility": "PRIVATE" })).await;
    app.event(&olu, json!({ "title": "Secret draft", "publish": false })).await;
    for who in [None, Some(&ada)] {
        let filter = json!({ "search": "secret", "status": ["DRAFT", "PUBLISHED"] });
        assert_eq!(listed(&app, who, filter).await, "");
        assert_eq!(listed(&app, who, json!({ "location": "lagos" })).await, "");
    }
    let filter = json!({ "search": "secret", "status": ["DRAFT", "PUBLISHED"] });
    assert_eq!(listed(&app, &olu, filter).await, "Secret, Secret draft");
}
