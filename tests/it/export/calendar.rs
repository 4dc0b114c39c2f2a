//! `Event.ical`.

use rstest::rstest;
use serde_json::{Value, json};

use super::events;
use crate::event::scene::{CANCEL, Cast, PUBLISH, WHO};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const ICAL: &str = "query($id: ID!) { event(id: $id) { ical } }";

#[rstest]
#[tokio::test]
async fn it_follows_the_event_through_its_life(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let changes = json!({ "title": "Räucherfisch; mit Brot, Bier", "location": "Kiel",
        "description": "One\nline", "publish": false, "timeZone": "Europe/Berlin" });
    let event = app.event(&olu, changes).await;
    let ical = async || {
        let text = app.send(&olu, ICAL, json!({ "id": event })).await.text("event.ical");
        events(&text).remove(0)
    };
    let draft = ical().await;
    assert_eq!(draft["UID"], format!("{event}@turnout"));
    assert_eq!(draft["SUMMARY"], "Räucherfisch\\; mit Brot\\, Bier");
    assert_eq!(draft["DESCRIPTION"], "One\\nline");
    assert_eq!(draft["LOCATION"], "Kiel");
    assert_eq!(draft["DTSTART"], "20300602T120000Z");
    assert_eq!(draft["DTEND"], "20300602T130000Z");
    assert_eq!((draft["STATUS"].as_str(), draft["SEQUENCE"].as_str()), ("TENTATIVE", "0"));
    app.send(&olu, PUBLISH, json!({ "id": event })).await.done();
    app.update_event(&olu, &event, json!({ "startsAt": "2030-06-03T12:00:00Z" })).await.done();
    let moved = ical().await;
    assert_eq!(moved["UID"], draft["UID"]);
    assert_eq!(moved["DTSTART"], "20300603T120000Z");
    assert_eq!((moved["STATUS"].as_str(), moved["SEQUENCE"].as_str()), ("CONFIRMED", "2"));
    app.send(&olu, CANCEL, json!({ "id": event })).await.done();
    let off = ical().await;
    assert_eq!((off["STATUS"].as_str(), off["SEQUENCE"].as_str()), ("CANCELLED", "3"));
    // Nobody's address is told.
    let text = app.send(&olu, ICAL, json!({ "id": event })).await.text("event.ical");
    assert!(!text.contains("example.org") && !text.contains("ORGANIZER"), "{text}");
}

#[rstest]
#[tokio::test]
async fn who_sees_the_event_may_take_it_along(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({ "visibility": "PRIVATE" })).await;
    for who in WHO {
        let reply = app.send(cast.get(who), ICAL, json!({ "id": event })).await;
        if matches!(who, "anonymous" | "attendee") {
            assert_eq!(reply.at("event"), Value::Null, "{who}");
        } else {
            assert_eq!(events(&reply.text("event.ical")).len(), 1, "{who}");
        }
    }
}
