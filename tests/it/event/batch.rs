//! Making many events at once.

use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::entity::event_version;

use crate::event::scene::{category, listed, outcome};
use crate::support::make::TOMORROW;
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

const CREATE: &str = "mutation($events: [CreateEventInput!]!) {
    createEvents(input: { events: $events }) {
        events { id title category { slug } }
        userErrors { code message field } } }";

fn entry(title: &str) -> Value {
    json!({ "title": title, "location": "Lagos", "startsAt": TOMORROW })
}

async fn create(app: &TestApp, who: impl Into<Option<&Person>>, events: Vec<Value>) -> Reply {
    app.send(who, CREATE, json!({ "events": events })).await
}

fn everything() -> Value {
    json!({ "includePast": true, "status": ["DRAFT", "PUBLISHED", "CANCELLED"] })
}

#[rstest]
#[tokio::test]
async fn all_are_made_in_the_order_of_the_input(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    category(&app, &sam, "Music").await;
    let mut second = entry("B");
    second["category"] = json!("music");
    let made = create(&app, &olu, vec![entry("A"), second, entry("C")]).await.done();
    let entries: Vec<_> = made["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| (event["title"].as_str().unwrap(), event["category"]["slug"].as_str()))
        .collect();
    assert_eq!(entries, [("A", None), ("B", Some("music")), ("C", None)]);
    assert_eq!(event_version::Entity::find().count(app.core.db.read()).await.unwrap(), 3);
    let found = listed(&app, &olu, json!({ "search": "b" })).await;
    assert_eq!(found, "B");
}

#[rstest]
#[tokio::test]
async fn every_fault_is_told_at_once_and_none_is_made(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let mut third = entry("");
    third["timeZone"] = json!("Mars/Olympus");
    third["endsAt"] = json!("2030-01-01T00:00:00Z");
    let mut fourth = entry("D");
    fourth["category"] = json!("nowhere");
    fourth["capacity"] = json!(0);
    let refused = create(&app, &olu, vec![entry("A"), entry("\u{0}"), third, fourth]).await;
    let expected = [
        "INVALID events.1.title",
        "INVALID events.2.title",
        "INVALID events.2.timeZone",
        "INVALID events.2.endsAt",
        "INVALID events.3.capacity",
        "INVALID events.3.category",
    ];
    assert_eq!(refused.refusals(), expected);
    assert_eq!(refused.payload()["events"], json!([]));
    assert_eq!(listed(&app, &root, everything()).await, "");
}

#[rstest]
#[tokio::test]
async fn none_and_too_many_are_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    assert_eq!(create(&app, &olu, vec![]).await.refusals(), ["INVALID events"]);
    // No list in an argument may be longer, before anything runs.
    let many = create(&app, &olu, (0..101).map(|_| entry("A")).collect()).await;
    assert_eq!(many.codes(), ["LIMIT_EXCEEDED"]);
    assert_eq!(many.status, 400);
    assert_eq!(listed(&app, &root, everything()).await, "");
}

#[rstest]
#[tokio::test]
async fn a_hundred_take_the_statements_of_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, sam) = (app.organizer("olu").await, app.staff("sam").await);
    for name in ["Music", "Tech", "Art"] {
        category(&app, &sam, name).await;
    }
    let plain = "mutation($events: [CreateEventInput!]!) {
        createEvents(input: { events: $events }) { events { title } userErrors { code } } }";
    let entries = |count: usize| -> Vec<Value> {
        (0..count)
            .map(|at| {
                let mut entry = entry(&format!("Event {at}"));
                entry["category"] = json!(["music", "tech", "art"][at % 3]);
                entry
            })
            .collect()
    };
    let one = app.send(&olu, plain, json!({ "events": entries(1) }));
    let (_, for_one) = app.statements_of(one).await;
    let hundred = app.send(&olu, plain, json!({ "events": entries(100) }));
    let (reply, for_hundred) = app.statements_of(hundred).await;
    assert_eq!(reply.done()["events"].as_array().unwrap().len(), 100);
    assert_eq!(for_hundred.len(), for_one.len(), "{for_hundred:#?}");
    assert!(for_one.len() <= 9, "{for_one:#?}");
}

#[rstest]
#[tokio::test]
async fn organizers_and_admins_alone_may(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, sam) = (app.attendee("ada").await, app.staff("sam").await);
    let root = app.admin("root").await;
    assert_eq!(outcome(&create(&app, None, vec![entry("A")]).await), "UNAUTHENTICATED");
    assert_eq!(outcome(&create(&app, &ada, vec![entry("A")]).await), "FORBIDDEN");
    assert_eq!(outcome(&create(&app, &sam, vec![entry("A")]).await), "FORBIDDEN");
    assert_eq!(listed(&app, &root, everything()).await, "");
    assert_eq!(outcome(&create(&app, &root, vec![entry("A")]).await), "done");
}
