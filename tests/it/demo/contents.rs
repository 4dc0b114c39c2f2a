//! What the data set promises to those who try the server with it.

use std::collections::BTreeSet;

use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use turnout::demo;
use turnout::entity::notification;
use turnout::entity::word::NotificationKind;

use crate::support::{Database, Postgres, Sqlite, TestApp};

const PASSWORD: &str = "demo seats for everyone";

const EVENTS: &str = "query($filter: EventFilter) { events(first: 100, filter: $filter) { nodes {
    title language timeZone status visibility registrationState guestListVisibility capacity
    waitlistEnabled isFull isSellingOutSoon registeredCount waitlistedCount
    startsAt endsAt feedbackCount category { slug } } } }";

const SIGN_IN: &str = "mutation($login: String!, $password: String!) {
    signIn(input: { login: $login, password: $password }) {
        session { accessToken viewer { user { username role } } }
        userErrors { code message field } } }";

async fn events(app: &TestApp, filter: Value) -> Vec<Value> {
    let reply = app.send(None, EVENTS, json!({ "filter": filter })).await;
    reply.at("events.nodes").as_array().unwrap().clone()
}

fn different(events: &[Value], field: &str) -> usize {
    events.iter().map(|event| event[field].to_string()).collect::<BTreeSet<_>>().len()
}

fn some(events: &[Value], is: impl Fn(&Value) -> bool) -> bool {
    events.iter().any(is)
}

#[rstest]
#[tokio::test]
async fn what_is_coming_shows_every_state(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    demo::load(&app.core).await.unwrap();

    let coming = events(&app, json!({})).await;
    assert_eq!(coming.len(), 22);
    assert!(different(&coming, "timeZone") >= 10);
    assert!(different(&coming, "language") >= 8);
    assert_eq!(different(&coming, "category"), 7);
    assert_eq!(different(&coming, "guestListVisibility"), 3);
    for state in ["OPEN", "WAITLIST", "FULL", "NOT_YET_OPEN", "CLOSED"] {
        assert!(some(&coming, |event| event["registrationState"] == state), "none is {state}");
    }
    let is = |event: &Value, field: &str| event[field] == true;
    let count = |event: &Value, field: &str| event[field].as_i64().unwrap();
    assert!(some(&coming, |event| is(event, "isFull") && count(event, "waitlistedCount") > 1));
    assert!(some(&coming, |event| is(event, "isFull") && !is(event, "waitlistEnabled")));
    assert!(some(&coming, |event| is(event, "isSellingOutSoon")));
    assert!(some(&coming, |event| event["capacity"].is_null()));
    let half_full = |event: &Value| {
        let capacity = event["capacity"].as_i64().unwrap_or(0);
        capacity > 0 && count(event, "registeredCount") * 2 == capacity
    };
    assert!(some(&coming, half_full));
}

#[rstest]
#[tokio::test]
async fn what_is_past_had_guests(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    demo::load(&app.core).await.unwrap();

    let all = events(&app, json!({ "includePast": true })).await;
    let now = "2030-06-01T12:00";
    let past: Vec<&Value> =
        all.iter().filter(|event| event["endsAt"].as_str().unwrap() < now).collect();
    assert_eq!(past.len(), 6);
    for event in past {
        assert!(event["registeredCount"].as_i64().unwrap() > 0, "{event:#}");
        assert_eq!(event["registrationState"], "STARTED");
        assert!(event["feedbackCount"].as_i64().unwrap() >= 2, "{event:#}");
    }
    let cancelled = events(&app, json!({ "status": ["CANCELLED"] })).await;
    assert_eq!(cancelled.len(), 1);
    assert_eq!(cancelled[0]["registeredCount"], 3);
}

#[rstest]
#[tokio::test]
async fn people_were_told_of_what_happened(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    demo::load(&app.core).await.unwrap();

    let told = notification::Entity::find().all(app.core.db.read()).await.unwrap();
    for kind in [
        NotificationKind::Registered,
        NotificationKind::Waitlisted,
        NotificationKind::EventShared,
        NotificationKind::EventChanged,
        NotificationKind::EventCancelled,
    ] {
        assert!(told.iter().any(|row| row.kind == kind), "nobody was told {kind:?}");
    }
    assert!(told.iter().all(|row| row.created_at <= app.core.clock.now()));
}

#[rstest]
#[tokio::test]
async fn the_printed_sign_ins_work_and_show_what_is_hidden(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let printed = demo::load(&app.core).await.unwrap();
    assert!(printed.contains(PASSWORD), "{printed}");

    for (role, is_hidden) in [("ADMIN", true), ("ORGANIZER", false), ("ATTENDEE", false)] {
        let line = printed.lines().find(|line| line.contains(role)).unwrap();
        let login = line.split_whitespace().next().unwrap();
        let variables = json!({ "login": login, "password": PASSWORD });
        let session = app.send(None, SIGN_IN, variables).await.done()["session"].clone();
        assert_eq!(session["viewer"]["user"], json!({ "username": login, "role": role }));

        let own = json!({ "query": EVENTS, "variables": { "filter": { "status": ["DRAFT"] } } });
        let token = session["accessToken"].as_str();
        let seen = app.request(crate::support::app::post(token, own.to_string())).await;
        let drafts = seen.at("events.nodes").as_array().unwrap().len();
        assert_eq!(drafts, usize::from(is_hidden || login == "ngozi"), "{login}");
    }
}
