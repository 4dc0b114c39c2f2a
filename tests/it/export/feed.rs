//! The calendar feed.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use super::events;
use crate::event::scene::{CANCEL, DELETE};
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

const URL: &str = "{ viewer { calendarFeedUrl } }";
const RENEW: &str = "mutation { renewCalendarFeed { viewer { calendarFeedUrl }
    userErrors { code } } }";

async fn url(app: &TestApp, who: &Person) -> String {
    app.send(who, URL, json!({})).await.text("viewer.calendarFeedUrl")
}

async fn get(app: &TestApp, url: &str, tag: Option<&str>) -> Reply {
    let path = url.strip_prefix("http://127.0.0.1:8000").unwrap();
    let mut request = Request::get(path);
    if let Some(tag) = tag {
        request = request.header(header::IF_NONE_MATCH, tag);
    }
    app.request(request.body(Body::empty()).unwrap()).await
}

fn text(reply: &Reply) -> String {
    assert_eq!(reply.status, StatusCode::OK);
    String::from_utf8(reply.bytes.clone()).unwrap()
}

#[rstest]
#[tokio::test]
async fn it_holds_the_registrations_as_they_stand(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let mut made = Vec::new();
    for title in ["Seated", "Waiting", "Off", "Given back", "Deleted", "Not mine"] {
        let full = title == "Waiting";
        let day = made.len() + 2;
        let changes = json!({ "title": title, "startsAt": format!("2030-06-{day:02}T12:00:00Z"),
            "capacity": if full { json!(1) } else { json!(null) } });
        let event = app.event(&olu, changes).await;
        if full {
            app.registered(&olu, &event, 1).await;
        }
        made.push(event);
    }
    let mut registrations = Vec::new();
    for event in &made[..5] {
        registrations.push(app.registered(&ada, event, 1).await);
    }
    app.send(&olu, CANCEL, json!({ "id": made[2] })).await.done();
    app.cancel(&ada, &registrations[3]).await.done();
    app.send(&olu, DELETE, json!({ "id": made[4] })).await.done();
    let reply = get(&app, &url(&app, &ada).await, None).await;
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    assert_eq!(reply.headers[header::CACHE_CONTROL], "private, no-cache");
    let listed = events(&text(&reply));
    let shown: Vec<String> =
        listed.iter().map(|event| format!("{} {}", event["SUMMARY"], event["STATUS"])).collect();
    assert_eq!(shown, ["Seated CONFIRMED", "Waiting TENTATIVE", "Off CANCELLED"]);
    assert!(!text(&reply).contains("example.org"));
    // It goes back ninety days.
    app.advance(TimeDelta::days(93));
    assert_eq!(events(&text(&get(&app, &url(&app, &ada).await, None).await)).len(), 1);
}

#[rstest]
#[tokio::test]
async fn what_the_client_has_is_not_sent_again(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    app.registered(&ada, &event, 1).await;
    let url = url(&app, &ada).await;
    let tag = get(&app, &url, None).await.headers[header::ETAG].to_str().unwrap().to_owned();
    for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
        let reply = get(&app, &url, Some(&known)).await;
        assert_eq!(reply.status, StatusCode::NOT_MODIFIED);
        assert!(reply.bytes.is_empty());
    }
    app.update_event(&olu, &event, json!({ "title": "Moved" })).await.done();
    let reply = get(&app, &url, Some(&tag)).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_ne!(reply.headers[header::ETAG], tag.as_str());
}

#[rstest]
#[tokio::test]
async fn a_renewed_address_ends_the_one_before(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let (before, bens) = (url(&app, &ada).await, url(&app, &ben).await);
    assert_eq!(url(&app, &ada).await, before);
    assert_ne!(bens, before);
    let renewed = app.send(&ada, RENEW, json!({})).await.done();
    let after = renewed["viewer"]["calendarFeedUrl"].as_str().unwrap();
    assert_eq!(url(&app, &ada).await, after);
    assert_eq!(get(&app, &before, None).await.status, StatusCode::NOT_FOUND);
    for good in [after, &bens] {
        assert_eq!(get(&app, good, None).await.status, StatusCode::OK);
    }
    assert_eq!(app.send(None, RENEW, json!({})).await.codes(), ["UNAUTHENTICATED"]);
}

#[rstest]
#[tokio::test]
async fn no_other_secret_opens_anything(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let (adas, bens) = (url(&app, &ada).await, url(&app, &ben).await);
    let secret =
        |url: &str| url.rsplit_once('/').unwrap().1.strip_suffix(".ics").unwrap().to_owned();
    let (one, other) = (secret(&adas), secret(&bens));
    // The id of one and the seal of the other.
    let mixed = format!("{}{}", &one[..22], &other[22..]);
    for wrong in ["", "x", &one[..40], &mixed, &format!("{one}A"), &one.to_lowercase()] {
        let url = format!("http://127.0.0.1:8000/calendar/{wrong}.ics");
        assert_eq!(get(&app, &url, None).await.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    let bare = format!("http://127.0.0.1:8000/calendar/{one}");
    assert_eq!(get(&app, &bare, None).await.status, StatusCode::NOT_FOUND);
}

#[rstest]
#[case::disabled("updateUser(input: { id: $id, isActive: false })")]
#[case::erased("deleteUser(input: { id: $id })")]
#[tokio::test]
async fn an_account_that_ended_has_no_feed(
    #[case] how: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (root, ada) = (app.admin("root").await, app.attendee("ada").await);
    let url = url(&app, &ada).await;
    let end = format!("mutation($id: ID!) {{ {how} {{ userErrors {{ code }} }} }}");
    app.send(&root, &end, json!({ "id": ada.id })).await.done();
    assert_eq!(get(&app, &url, None).await.status, StatusCode::NOT_FOUND);
}
