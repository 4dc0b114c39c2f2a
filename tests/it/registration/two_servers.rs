//! Two servers on one PostgreSQL: each has a desk of its own, and the event's lock keeps them right.

use std::sync::Arc;

use sea_orm::EntityTrait;
use serde_json::json;
use tokio::task::JoinSet;
use turnout::entity::event;
use turnout::kernel::id::EventId;
use turnout::kernel::seats::Seats;

use crate::registration::concurrency::faults;
use crate::registration::queue::patient;
use crate::support::{Person, Postgres};

/// So many people register, and every third changes their mind.
const PEOPLE: usize = 240;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hundreds_who_come_to_both_at_once_get_a_hundred_seats_and_the_line() {
    let one = patient(Postgres, &[]).await;
    let other = Arc::new(one.twin(&[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    let olu = one.organizer("olu").await;
    let events = [
        one.event(&olu, json!({ "capacity": 100 })).await,
        one.event(&olu, json!({ "capacity": 7 })).await,
    ];
    let mut people: Vec<Person> = Vec::new();
    for number in 0..PEOPLE {
        people.push(one.attendee(&format!("person{number}")).await);
    }
    let mut rush = JoinSet::new();
    for (number, person) in people.into_iter().enumerate() {
        let app = Arc::clone(if number % 2 == 0 { &one } else { &other });
        let events = events.clone();
        rush.spawn(async move {
            let quantity = if number % 5 == 0 { 2 } else { 1 };
            for event in &events {
                let id = app.registered(&person, event, quantity).await;
                match number % 3 {
                    0 => drop(app.cancel(&person, &id).await.done()),
                    1 => drop(app.resize(&person, &id, 1).await.done()),
                    _ => {}
                }
            }
        });
    }
    rush.join_all().await;
    for (event, seats) in [(&events[0], 100), (&events[1], 7)] {
        let id = EventId::parse(event).unwrap();
        assert_eq!(faults(&one, id).await, [""; 0]);
        let row = event::Entity::find_by_id(id).one(one.core.db.read()).await.unwrap().unwrap();
        assert_eq!(row.registered_count, Seats::new(seats));
        assert!(row.waitlisted_count > Seats::NONE);
    }
}
