//! What goes wrong at the desk goes wrong for one request alone, and loses nothing.

use std::sync::Arc;

use axum::http::StatusCode;
use rstest::rstest;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use turnout::entity::registration;
use turnout::kernel::id::EventId;

use crate::registration::queue::{Held, patient};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

async fn registrations(app: &TestApp, event: &str) -> u64 {
    registration::Entity::find()
        .filter(registration::Column::EventId.eq(EventId::parse(event).unwrap()))
        .count(app.core.db.read())
        .await
        .unwrap()
}

/// Makes the database refuse any registration of `person`.
async fn forbid(app: &TestApp, on: Database, person: &Person) {
    let db = app.core.db.begin().await.unwrap();
    let id = person.user_id.0;
    let (guard, trigger) = match on {
        Sqlite => (
            String::new(),
            format!(
                "CREATE TRIGGER forbidden BEFORE INSERT ON registrations
                    WHEN hex(new.user_id) = '{}'
                    BEGIN SELECT RAISE(ABORT, 'forbidden'); END",
                id.simple().to_string().to_uppercase()
            ),
        ),
        Postgres => (
            "CREATE FUNCTION forbid() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN RAISE EXCEPTION ''forbidden''; END'"
                .to_owned(),
            format!(
                "CREATE TRIGGER forbidden BEFORE INSERT ON registrations FOR EACH ROW
                    WHEN (new.user_id = '{id}') EXECUTE FUNCTION forbid()"
            ),
        ),
    };
    for sql in [guard, trigger].iter().filter(|sql| !sql.is_empty()) {
        db.execute_unprepared(sql).await.unwrap();
    }
    db.commit().await.unwrap();
}

async fn people(app: &TestApp, count: usize) -> Vec<Person> {
    let mut people = Vec::new();
    for number in 0..count {
        people.push(app.attendee(&format!("person{number}")).await);
    }
    people
}

#[rstest]
#[tokio::test]
async fn one_request_that_cannot_be_entered_fails_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people(&app, 8).await;
    let event = app.event(&olu, json!({ "capacity": 5 })).await;
    forbid(&app, on, &people[4]).await;
    let mut held = Held::event(&app, &event).await;
    held.registrations(&event, &people).await;
    let replies = held.release().await;
    for (number, reply) in replies.iter().enumerate() {
        if number == 4 {
            assert_eq!(reply.codes(), ["INTERNAL"]);
            continue;
        }
        // The others are in order, as if it had never come.
        let made = &reply.done()["registration"];
        let expected = if number <= 5 { "REGISTERED" } else { "WAITLISTED" };
        assert_eq!(made["status"], expected, "{number}");
    }
    assert_eq!(registrations(&app, &event).await, 7);
}

#[rstest]
#[tokio::test]
async fn a_full_queue_turns_away_at_once_and_says_when_to_come_again(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[("DESK_QUEUE", "2")]).await;
    let olu = app.organizer("olu").await;
    let people = people(&app, 4).await;
    let event = app.event(&olu, json!({})).await;
    let mut held = Held::event(&app, &event).await;
    // One that the clerk waits with, and two in the queue.
    held.registrations(&event, &people[..3]).await;
    let turned_away = app.register(&people[3], &event, 1).await;
    assert_eq!(turned_away.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(turned_away.headers["retry-after"], "1");
    assert_eq!(turned_away.codes(), ["UNAVAILABLE"]);
    for reply in held.release().await {
        assert_eq!(reply.done()["registration"]["status"], "REGISTERED");
    }
    assert_eq!(registrations(&app, &event).await, 3);
    app.register(&people[3], &event, 1).await.done();
}

#[rstest]
#[tokio::test]
async fn a_client_that_goes_away_keeps_its_place_and_holds_nobody_up(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people(&app, 4).await;
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    let mut held = Held::event(&app, &event).await;
    held.registrations(&event, &people[..2]).await;
    held.registrations(&event, &people[2..3]).await;
    held.hang_up();
    held.registrations(&event, &people[3..]).await;
    let replies = held.release().await;
    assert_eq!(replies.len(), 3);
    assert_eq!(replies[2].done()["registration"]["status"], "WAITLISTED");
    assert_eq!(registrations(&app, &event).await, 4);
}

#[rstest]
#[tokio::test]
async fn a_stop_finishes_what_waits_and_takes_nothing_new(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people(&app, 6).await;
    let event = app.event(&olu, json!({})).await;
    let mut held = Held::event(&app, &event).await;
    held.registrations(&event, &people[..5]).await;
    let desk = app.core.desk.clone();
    let mut closing = std::pin::pin!(desk.close());
    assert!(futures::poll!(&mut closing).is_pending());
    assert_eq!(app.register(&people[5], &event, 1).await.codes(), ["UNAVAILABLE"]);
    let (replies, ()) = futures::join!(held.release(), closing);
    assert_eq!(replies.len(), 5);
    replies.iter().for_each(|reply| drop(reply.done()));
    assert_eq!(registrations(&app, &event).await, 5);
    // Closed with nobody waiting, it is closed at once.
    app.core.desk.close().await;
}

#[tokio::test]
async fn without_a_connection_everybody_who_waits_is_told_so() {
    let settings = [("DB_ACQUIRE_TIMEOUT", "300ms"), ("DB_MAX_CONNECTIONS", "2")];
    let app = Arc::new(TestApp::start_with(Postgres, &settings).await);
    let olu = app.organizer("olu").await;
    let people = people(&app, 5).await;
    let event = app.event(&olu, json!({})).await;
    let id = EventId::parse(&event).unwrap();
    let new = || turnout::domain::registration::NewRegistration {
        event_id: id,
        person: None,
        quantity: 1,
        join_waitlist: true,
        key: None,
    };
    let mut viewers = Vec::new();
    for person in &people {
        let token = &person.token;
        let viewer = turnout::domain::account::authenticate(&app.core, token, None).await;
        viewers.push(viewer.unwrap().unwrap());
    }
    let taken = (app.core.db.begin().await.unwrap(), app.core.db.begin().await.unwrap());
    let asked = viewers
        .iter()
        .map(|viewer| turnout::domain::registration::register(&app.core, viewer, new()));
    for answer in futures::future::join_all(asked).await {
        let failure = answer.unwrap_err();
        assert!(matches!(failure, turnout::kernel::error::Failure::Unavailable(_)), "{failure:?}");
    }
    drop(taken);
    app.register(&people[0], &event, 1).await.done();
    assert_eq!(registrations(&app, &event).await, 1);
}
