//! A line of thousands: who joins is told their place at once, and a lifted limit lets all of them in with
//! a few statements.

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use turnout::db::bulk;
use turnout::entity::word::RegistrationStatus;
use turnout::entity::{event, registration, ticket, user};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{EventId, RegistrationId, UserId};
use turnout::kernel::seats::Seats;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const LENGTH: i32 = 3000;

/// People who wait for one or two seats each, straight in the database, as a server would have left them
/// that does not know how long the line is.
async fn line_up(app: &TestApp, event: &str, like: &Person) {
    let db = app.core.db.begin().await.unwrap();
    let (now, random) = (app.clock.now(), &*app.core.random);
    let template = user::Entity::find_by_id(like.user_id).one(&db).await.unwrap().unwrap();
    let event_id = EventId::parse(event).unwrap();
    let (mut people, mut parties) = (Vec::new(), Vec::new());
    for number in 1..=LENGTH {
        let id = UserId::new(now, random);
        let name = format!("waits{number}");
        let (username, email) = (name.clone(), format!("{name}@example.org"));
        let (username_key, email_key) = (username.clone(), email.clone());
        people.push(user::Model {
            id,
            username,
            username_key,
            email,
            email_key,
            ..template.clone()
        });
        parties.push(registration::Model {
            id: RegistrationId::new(now, random),
            event_id,
            user_id: id,
            quantity: Seats::new(number % 2 + 1),
            status: RegistrationStatus::Waitlisted,
            line_number: Some(number.into()),
            ticket_stem: None,
            shows_email: true,
            created_at: now,
            registered_at: None,
            cancelled_at: None,
            entered_version: 0,
            left_version: None,
        });
    }
    bulk::insert(&db, &people).await.unwrap();
    bulk::insert(&db, &parties).await.unwrap();
    let row = event::Entity::find_by_id(event_id).one(&db).await.unwrap().unwrap();
    let waiting: Seats = parties.iter().map(|party| party.quantity).sum();
    let row = event::Model { last_line_number: LENGTH.into(), waitlisted_count: waiting, ..row };
    let columns = [event::Column::LastLineNumber, event::Column::WaitlistedCount];
    bulk::update(&db, event::Column::Id, &columns, &[row]).await.unwrap();
    db.commit().await.unwrap();
}

#[rstest]
#[tokio::test]
async fn thousands_are_let_in_with_a_few_statements(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let [ada, ben, cid] =
        [app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await];
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ada, &event, 1).await;
    line_up(&app, &event, &ada).await;

    // The first who comes counts the line; from then on the event's row knows.
    let made = app.register(&ben, &event, 1).await.done();
    assert_eq!(made["registration"]["waitlistPosition"], LENGTH + 1);
    let (reply, statements) = app.statements_of(app.register(&cid, &event, 1)).await;
    assert_eq!(reply.done()["registration"]["waitlistPosition"], LENGTH + 2);
    assert!(!statements.iter().any(|sql| sql.contains("COUNT")), "{statements:#?}");

    let lift = app.update_event(&olu, &event, json!({ "capacity": null }));
    let (reply, statements) = app.statements_of(lift).await;
    let seats = 1 + LENGTH * 3 / 2 + 2;
    assert_eq!(reply.done()["event"]["registeredCount"], seats);
    assert_eq!(reply.done()["event"]["waitlistedCount"], 0);
    assert!(statements.len() < 60, "{}", statements.len());
    let read = app.core.db.read();
    let tickets = ticket::Entity::find().count(read).await.unwrap();
    assert_eq!(i32::try_from(tickets), Ok(seats));
    let waiting = registration::Entity::find()
        .filter(registration::Column::Status.eq(RegistrationStatus::Waitlisted));
    assert_eq!(waiting.count(read).await.unwrap(), 0);
}
