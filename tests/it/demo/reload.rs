//! A second run changes nothing, a run that was cut short is completed, and others are left alone.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use turnout::demo;
use turnout::entity::word::RegistrationStatus::{Registered, Waitlisted};
use turnout::entity::{category, event, registration, ticket, user};
use turnout::kernel::clock::Clock;
use turnout::kernel::seats::Seats;

use crate::support::{Database, Postgres, Sqlite, TestApp};

/// People, categories, events, registrations and tickets.
async fn rows(app: &TestApp) -> [u64; 5] {
    let on = app.core.db.read();
    [
        user::Entity::find().count(on).await.unwrap(),
        category::Entity::find().count(on).await.unwrap(),
        event::Entity::find().count(on).await.unwrap(),
        registration::Entity::find().count(on).await.unwrap(),
        ticket::Entity::find().count(on).await.unwrap(),
    ]
}

const LOADED: [u64; 5] = [20, 7, 32, 116, 237];

#[rstest]
#[tokio::test]
async fn a_second_run_changes_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let first = demo::load(&app.core).await.unwrap();
    assert_eq!(rows(&app).await, LOADED);
    let events = event::Entity::find().all(app.core.db.read()).await.unwrap();

    app.advance(TimeDelta::days(10));
    assert_eq!(demo::load(&app.core).await.unwrap(), first);
    assert_eq!(rows(&app).await, LOADED);
    let after = event::Entity::find().all(app.core.db.read()).await.unwrap();
    assert_eq!(after, events);
}

#[rstest]
#[tokio::test]
async fn a_run_that_was_killed_is_completed_even_days_later(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let mut cut_short = 0;
    for polls in [30, 90, 150] {
        let mut left = polls;
        let mut load = pin!(demo::load(&app.core));
        let killed = poll_fn(|context| {
            left -= 1;
            if left == 0 { Poll::Ready(None) } else { load.as_mut().poll(context).map(Some) }
        });
        cut_short += u32::from(killed.await.is_none());
        app.advance(TimeDelta::days(3));
    }
    assert!(cut_short > 1);
    demo::load(&app.core).await.unwrap();
    assert_eq!(rows(&app).await, LOADED);
}

#[rstest]
#[tokio::test]
async fn the_counters_of_every_event_equal_its_rows(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    demo::load(&app.core).await.unwrap();

    let read = app.core.db.read();
    let now = app.clock.now();
    let registrations = registration::Entity::find().all(read).await.unwrap();
    for event in event::Entity::find().all(read).await.unwrap() {
        let seats = |status| -> Seats {
            let of_event = registrations.iter().filter(|row| row.event_id == event.id);
            of_event.filter(|row| row.status == status).map(|row| row.quantity).sum()
        };
        assert_eq!(event.registered_count, seats(Registered), "{}", event.title);
        assert_eq!(event.waitlisted_count, seats(Waitlisted), "{}", event.title);
        let of_event = registrations.iter().filter(|row| row.event_id == event.id);
        for row in of_event {
            assert!(row.created_at < event.starts_at, "{}", event.title);
            assert!(row.created_at < now, "{}", event.title);
        }
    }
}

#[rstest]
#[tokio::test]
async fn the_data_of_others_is_left_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    // Two who have the usernames of people of the demo.
    let (maya, ngozi) = (app.attendee("maya").await, app.organizer("ngozi").await);
    let id = app.event(&ngozi, json!({ "title": "Lagos Rust evening" })).await;
    app.registered(&maya, &id, 2).await;
    let read = app.core.db.read();
    let before = user::Entity::find_by_id(maya.user_id).one(read).await.unwrap();

    let printed = demo::load(&app.core).await.unwrap();
    assert!(printed.contains("maya-demo ") && printed.contains("ngozi2 "), "{printed}");
    let [people, categories, events, registrations, tickets] = LOADED;
    let more = [people + 2, categories, events + 1, registrations + 1, tickets + 2];
    assert_eq!(rows(&app).await, more);
    let after = user::Entity::find_by_id(maya.user_id).one(read).await.unwrap();
    assert_eq!(after, before);
    let query = "query($id: ID!) { event(id: $id) { registeredCount organizer { username } } }";
    let seen = app.send(None, query, json!({ "id": id })).await;
    assert_eq!(
        seen.at("event"),
        json!({ "registeredCount": 2, "organizer": { "username": "ngozi" } })
    );
}
