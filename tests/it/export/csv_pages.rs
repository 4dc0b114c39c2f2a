//! A long `Event.registrationsCsv` is read page by page, and has an end.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};
use turnout::entity::word::RegistrationStatus;
use turnout::entity::{registration, user};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{EventId, RegistrationId, UserId};
use turnout::kernel::seats::Seats;
use uuid::Uuid;

use crate::support::{Database, Postgres, Sqlite, TestApp};

const CSV: &str = "query($id: ID!) { event(id: $id) { registrationsCsv } }";

/// Registrations of each kind: more than two pages.
const EACH: u32 = 1_010;

/// People and their registrations for `event`, straight in the database: ten at the same moment, the ids in
/// another order than the times.
async fn crowd(app: &TestApp, event: &str) {
    let on = app.core.db.begin().await.unwrap();
    let now = app.clock.now();
    let event = EventId::parse(event).unwrap();
    let user = |number: u32| UserId(Uuid::from_u128(number.into()));
    let numbers: Vec<u32> = (1..=3 * EACH).collect();
    for numbers in numbers.chunks(505) {
        let people = numbers.iter().map(|number| {
            let name = format!("p{number}");
            user::ActiveModel {
                id: Set(user(*number)),
                username: Set(name.clone()),
                username_key: Set(name.clone()),
                email: Set(format!("{name}@example.org")),
                email_key: Set(format!("{name}@example.org")),
                password_hash: Set("!".to_owned()),
                first_name: Set(String::new()),
                last_name: Set(String::new()),
                search_key: Set(name),
                role: Set(turnout::entity::word::Role::Attendee),
                time_zone: Set("UTC".to_owned()),
                is_active: Set(true),
                created_at: Set(now),
                updated_at: Set(now),
                ..Default::default()
            }
        });
        user::Entity::insert_many(people).exec_without_returning(&on).await.unwrap();
        let rows =
            numbers.iter().map(|number| {
                let status = match number % 3 {
                    0 => RegistrationStatus::Registered,
                    1 => RegistrationStatus::Waitlisted,
                    _ => RegistrationStatus::Cancelled,
                };
                let at = now + TimeDelta::seconds((number / 30).into());
                registration::ActiveModel {
                    id: Set(RegistrationId(Uuid::from_u128((9_999 - number).into()))),
                    event_id: Set(event),
                    user_id: Set(user(*number)),
                    quantity: Set(Seats::ONE),
                    status: Set(status),
                    line_number: Set((status == RegistrationStatus::Waitlisted)
                        .then_some((8_888 - number).into())),
                    ticket_stem: Set((status == RegistrationStatus::Registered)
                        .then_some(format!("{number:010}"))),
                    shows_email: Set(true),
                    entered_version: Set(0),
                    left_version: Set(None),
                    created_at: Set(at),
                    registered_at: Set((status == RegistrationStatus::Registered).then_some(at)),
                    cancelled_at: Set((status == RegistrationStatus::Cancelled).then_some(at)),
                }
            });
        registration::Entity::insert_many(rows).exec_without_returning(&on).await.unwrap();
    }
    on.commit().await.unwrap();
}

/// The numbers of those with `number % 3 == kind`, in the order of the table.
fn in_order(kind: u32) -> Vec<u32> {
    let mut numbers: Vec<u32> = (1..=3 * EACH).filter(|number| number % 3 == kind).collect();
    numbers.sort_by_key(|number| match kind {
        // The line goes by its own numbers.
        1 => (0, 8_888 - number),
        _ => (number / 30, 9_999 - number),
    });
    numbers
}

#[rstest]
#[tokio::test]
async fn many_pages_are_one_table_in_order_and_no_more_than_one_is_held(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    crowd(&app, &event).await;
    let asked = app.send(&olu, CSV, json!({ "id": event }));
    let (reply, statements) = app.bound_statements_of(asked).await;
    let text = reply.text("event.registrationsCsv");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let seen: Vec<(String, String, String)> = reader
        .records()
        .map(|row| row.unwrap())
        .map(|row| (row[1].to_owned(), row[3].to_owned(), row[5].to_owned()))
        .collect();
    let mut expected = Vec::new();
    for (kind, status) in [(0, "REGISTERED"), (1, "WAITLISTED"), (2, "CANCELLED")] {
        for (place, number) in (1..).zip(in_order(kind)) {
            let place = if kind == 1 { format!("{place}") } else { String::new() };
            expected.push((status.to_owned(), place, format!("p{number}")));
        }
    }
    assert!(seen == expected, "another order");

    // Three pages a part, each read by itself and let go before the next.
    let pages: Vec<_> = statements
        .iter()
        .filter(|one| one.sql.contains("FROM \"registrations\"") && one.sql.contains("LIMIT"))
        .collect();
    assert_eq!(pages.len(), 9, "{pages:#?}");
    for page in pages {
        let limit = page.values.as_ref().unwrap().0.last().unwrap();
        assert_eq!(format!("{limit:?}"), format!("{:?}", sea_orm::Value::from(500_u64)));
    }
}

#[rstest]
#[tokio::test]
async fn one_more_than_there_is_room_for_is_refused_before_any_is_read(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, event) = (app.attendee("ada").await, app.event(&olu, json!({ "capacity": 1 })).await);
    app.registered(&olu, &event, 1).await;
    let waiting = app.registered(&ada, &event, 1).await;
    app.cancel(&ada, &waiting).await.done();
    let id = match on {
        Sqlite => "randomblob(16)",
        Postgres => "gen_random_uuid()",
    };
    // With the two that are there, 100,001 of them.
    let copies = format!(
        "WITH RECURSIVE copies (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < 99999)
        INSERT INTO registrations (id, event_id, user_id, quantity, status, shows_email, created_at,
            cancelled_at)
        SELECT {id}, event_id, user_id, quantity, status, shows_email, created_at, cancelled_at
            FROM registrations, copies WHERE status = 'CANCELLED'"
    );
    let db = app.core.db.begin().await.unwrap();
    db.execute_unprepared(&copies).await.unwrap();
    db.commit().await.unwrap();
    let asked = app.send(&olu, CSV, json!({ "id": event }));
    let (reply, statements) = app.statements_of(asked).await;
    assert_eq!(reply.codes(), ["BAD_REQUEST"]);
    let json = reply.json();
    let message = "More than 100000 registrations: page through `registrations`.";
    assert_eq!(json["errors"][0]["message"], message);
    assert_eq!(json["data"], json!({ "event": { "registrationsCsv": Value::Null } }));
    let read = statements.iter().filter(|sql| sql.contains("ORDER BY")).count();
    assert_eq!(read, 0, "{statements:#?}");
}
