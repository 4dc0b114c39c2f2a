//! Seats under load: whatever comes at once, the books are right in the end.

use std::collections::HashSet;
use std::sync::Arc;

use rstest::rstest;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter,
};
use serde_json::json;
use tokio::task::JoinSet;
use turnout::entity::word::RegistrationStatus::{Registered, Waitlisted};
use turnout::entity::{event, registration, ticket};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{EventId, RegistrationId, UserId};
use turnout::kernel::seats::Seats;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// What is wrong with the books of an event; nothing where all is right.
pub(super) async fn faults(app: &TestApp, id: EventId) -> Vec<String> {
    let on = app.core.db.read();
    let event = event::Entity::find_by_id(id).one(on).await.unwrap().unwrap();
    let parties = registration::Entity::find().filter(registration::Column::EventId.eq(id));
    let parties = parties.all(on).await.unwrap();
    let tickets = ticket::Entity::find().filter(ticket::Column::CancelledAt.is_null());
    let tickets = tickets.all(on).await.unwrap();
    let seats_of = |status| -> Seats {
        parties.iter().filter(|party| party.status == status).map(|party| party.quantity).sum()
    };
    let (taken, waiting) = (seats_of(Registered), seats_of(Waitlisted));
    let mut faults = Vec::new();
    let mut hold = |holds: bool, fault: String| {
        if !holds {
            faults.push(fault)
        }
    };

    hold(event.registered_count == taken, format!("counted {event:?}, taken {taken:?}"));
    hold(event.waitlisted_count == waiting, format!("counted {event:?}, waiting {waiting:?}"));
    let capacity = event.capacity.unwrap();
    hold(taken <= capacity, format!("oversold: {taken:?} of {capacity:?}"));
    for party in &parties {
        let good = tickets.iter().filter(|ticket| ticket.registration_id == party.id).count();
        let due = if party.status == Registered { party.quantity.count() } else { 0 };
        hold(i32::try_from(good) == Ok(due), format!("{good} tickets for {party:?}"));
        let fits = party.status == Waitlisted && taken + party.quantity <= capacity;
        hold(!fits, format!("waits though it fits: {party:?}"));
    }
    let line: Vec<i64> = parties.iter().filter_map(|party| party.line_number).collect();
    hold(line.iter().collect::<HashSet<_>>().len() == line.len(), format!("line {line:?}"));
    let told = turnout::domain::registration::book::line_length(&event);
    let counted = i32::try_from(line.len()).unwrap();
    hold(told == Some(counted), format!("{told:?} told in line, {counted} counted"));
    let beyond = line.iter().any(|number| *number > event.last_line_number);
    hold(!beyond, format!("line {line:?} beyond {}", event.last_line_number));
    let active = parties.iter().filter(|party| matches!(party.status, Registered | Waitlisted));
    let people: Vec<UserId> = active.map(|party| party.user_id).collect();
    let distinct = people.iter().collect::<HashSet<_>>().len();
    hold(distinct == people.len(), "somebody is registered twice".to_owned());
    faults
}

async fn crowd(on: Database) -> (Arc<TestApp>, String, Vec<Person>) {
    // On a busy machine the queue for the event's lock is long; this is not a test of patience.
    let app = Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "capacity": 10 })).await;
    let mut people = Vec::new();
    for number in 0..40 {
        people.push(app.attendee(&format!("person{number}")).await);
    }
    (app, event, people)
}

/// Everybody registers at once, in parties of one to three.
async fn rush(app: &Arc<TestApp>, event: &str, people: &[Person]) -> Vec<(Person, String, i32)> {
    let mut rush = JoinSet::new();
    for (person, quantity) in people.iter().cloned().zip([1, 2, 3].into_iter().cycle()) {
        let (app, event) = (Arc::clone(app), event.to_owned());
        rush.spawn(async move {
            let id = app.registered(&person, &event, quantity).await;
            (person, id, quantity)
        });
    }
    rush.join_all().await
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forty_parties_at_once_get_ten_seats_and_the_line(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (app, event, people) = crowd(on).await;
    rush(&app, &event, &people).await;
    let id = EventId::parse(&event).unwrap();
    assert_eq!(faults(&app, id).await, [""; 0]);
    let row = event::Entity::find_by_id(id).one(app.core.db.read()).await.unwrap().unwrap();
    assert_eq!(row.registered_count, Seats::new(10));
    assert_eq!(row.waitlisted_count, Seats::new(79 - 10));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cancels_and_changes_at_once_keep_the_books_right(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (app, event, people) = crowd(on).await;
    let made = rush(&app, &event, &people).await;
    let mut changes = JoinSet::new();
    for (number, (person, id, quantity)) in made.into_iter().enumerate() {
        let app = Arc::clone(&app);
        changes.spawn(async move {
            let reply = match number % 4 {
                0 => app.cancel(&person, &id).await,
                1 => app.resize(&person, &id, quantity % 3 + 1).await,
                2 => app.resize(&person, &id, 1).await,
                _ => return,
            };
            // A party with seats that cannot grow is told so; nothing else goes wrong.
            let payload = reply.payload();
            let errors = payload["userErrors"].as_array().unwrap();
            assert!(errors.iter().all(|error| error["code"] == "EVENT_FULL"), "{payload:#}");
        });
    }
    changes.join_all().await;
    let id = EventId::parse(&event).unwrap();
    assert_eq!(faults(&app, id).await, [""; 0]);
    let row = event::Entity::find_by_id(id).one(app.core.db.read()).await.unwrap().unwrap();
    assert!(row.waitlisted_count > Seats::NONE, "the load left a line");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_who_registers_many_times_at_once_is_registered_once(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (app, event, people) = crowd(on).await;
    let mut tries = JoinSet::new();
    for _ in 0..10 {
        let (app, event, ada) = (Arc::clone(&app), event.clone(), people[0].clone());
        tries.spawn(async move {
            let payload = app.register(&ada, &event, 2).await.payload();
            let refused = payload["userErrors"][0]["code"].as_str().unwrap_or("none").to_owned();
            (refused, payload["registration"]["id"].clone())
        });
    }
    let mut answers = tries.join_all().await;
    answers.sort_by(|one, other| one.0.cmp(&other.0));
    let codes: Vec<&str> = answers.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(codes, [vec!["ALREADY_REGISTERED"; 9], vec!["none"]].concat());
    assert!(answers.iter().all(|(_, id)| *id == answers[9].1), "{answers:?}");
    assert_eq!(faults(&app, EventId::parse(&event).unwrap()).await, [""; 0]);
}

/// What not to do: count the seats, then take some, without the event's lock.
async fn count_then_take(on: &impl ConnectionTrait, event: EventId) -> Option<event::Model> {
    let row = event::Entity::find_by_id(event).one(on).await.unwrap().unwrap();
    let parties = registration::Entity::find().filter(registration::Column::EventId.eq(event));
    let taken: Seats = parties.all(on).await.unwrap().iter().map(|party| party.quantity).sum();
    (taken < row.capacity.unwrap()).then_some(row)
}

#[tokio::test]
async fn without_the_lock_the_last_seat_is_sold_twice_and_the_books_show_it() {
    let (app, event, people) = crowd(Postgres).await;
    let id = EventId::parse(&event).unwrap();
    let without = app.core.db.begin().await.unwrap();
    let drop = "UPDATE events SET capacity = 1; \
        ALTER TABLE events DROP CONSTRAINT events_never_oversold";
    without.execute_unprepared(drop).await.unwrap();
    without.commit().await.unwrap();

    let both = (app.core.db.begin().await.unwrap(), app.core.db.begin().await.unwrap());
    let free = (count_then_take(&both.0, id).await, count_then_take(&both.1, id).await);
    for (on, row, person) in [(both.0, free.0, &people[0]), (both.1, free.1, &people[1])] {
        let now = app.clock.now();
        let row = row.expect("each sees the seat free");
        registration::ActiveModel {
            id: Set(RegistrationId::new(now, &*app.core.random)),
            event_id: Set(id),
            user_id: Set(person.user_id),
            quantity: Set(Seats::ONE),
            status: Set(Registered),
            line_number: Set(None),
            ticket_stem: Set(Some("STEM".to_owned())),
            shows_email: Set(true),
            created_at: Set(now),
            registered_at: Set(Some(now)),
            cancelled_at: Set(None),
            entered_version: Set(0),
            left_version: Set(None),
        }
        .insert(&on)
        .await
        .unwrap();
        let counted = row.registered_count + Seats::ONE;
        let mut row = row.into_active_model();
        row.registered_count = Set(counted);
        row.update(&on).await.unwrap();
        on.commit().await.unwrap();
    }
    let faults = faults(&app, id).await;
    assert!(faults.iter().any(|fault| fault.starts_with("oversold")), "{faults:?}");
    assert!(faults.iter().any(|fault| fault.starts_with("counted")), "{faults:?}");
    assert_eq!(faults.iter().filter(|fault| fault.starts_with("0 tickets")).count(), 2);
}
