//! Enough rows, spread unevenly enough, that a plan which reads or sorts a whole table shows.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait};
use turnout::entity::word::{
    CollaboratorRole, EventStatus, GuestList, RegistrationStatus, Role, Visibility,
};
use turnout::entity::{
    category, event, event_collaborator, event_search, event_series, registration, user,
};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{CategoryId, EventId, EventSeriesId, RegistrationId, UserId};
use turnout::kernel::seats::Seats;
use uuid::Uuid;

use crate::support::{Person, TestApp};

pub(super) const EVENTS: u32 = 6_000;
pub(super) const PEOPLE: u32 = 3_000;

/// People of every standing, and an event that many registered for.
pub(super) struct Crowd {
    /// Owns as many events as a page has many times over.
    pub(super) olu: Person,
    /// Was shared forty events, and registered for forty others.
    pub(super) ada: Person,
    pub(super) sam: Person,
    pub(super) event: String,
    /// Of which there are 150 events, all of them Olu's.
    pub(super) series: String,
}

impl Crowd {
    /// Fills the database of `app`; `counted`, it then knows how many rows have which values.
    pub(super) async fn gather(app: &TestApp, counted: bool) -> Self {
        let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
        let sam = app.staff("sam").await;
        let now = app.clock.now();
        let on = app.core.db.begin().await.unwrap();
        categories(&on, now).await;
        series(&on, now).await;
        people(&on, now).await;
        events(&on, now, &olu).await;
        registrations(&on, now, &ada).await;
        shares(&on, now, &ada).await;
        on.commit().await.unwrap();
        if counted {
            app.core.db.read().execute_unprepared("ANALYZE").await.unwrap();
        }
        Self { olu, ada, sam, event: event_id(0).to_string(), series: SERIES.to_string() }
    }
}

const SERIES: EventSeriesId = EventSeriesId(Uuid::from_u128(0));

fn event_id(number: u32) -> EventId {
    EventId(Uuid::from_u128(number.into()))
}

fn user_id(number: u32) -> UserId {
    UserId(Uuid::from_u128(number.into()))
}

/// Inserts so many rows in a few statements.
async fn insert<A: ActiveModelTrait>(on: &DatabaseTransaction, count: u32, row: impl Fn(u32) -> A) {
    let numbers: Vec<u32> = (0..count).collect();
    for numbers in numbers.chunks(1_000) {
        let rows = numbers.iter().map(|number| row(*number));
        A::Entity::insert_many(rows).exec_without_returning(on).await.unwrap();
    }
}

async fn categories(on: &DatabaseTransaction, now: DateTime<Utc>) {
    insert(on, 10, |number| category::ActiveModel {
        id: Set(CategoryId(Uuid::from_u128(number.into()))),
        name: Set(format!("Category {number}")),
        name_key: Set(format!("category {number}")),
        slug: Set(format!("category-{number}")),
        description: Set(String::new()),
        created_at: Set(now),
        updated_at: Set(now),
    })
    .await;
}

async fn series(on: &DatabaseTransaction, now: DateTime<Utc>) {
    insert(on, 1, |_| event_series::ActiveModel {
        id: Set(SERIES),
        recurrence_rule: Set("FREQ=WEEKLY;COUNT=150".to_owned()),
        created_at: Set(now),
    })
    .await;
}

async fn people(on: &DatabaseTransaction, now: DateTime<Utc>) {
    insert(on, PEOPLE, |number| {
        let name = format!("person-{number}");
        user::ActiveModel {
            id: Set(user_id(number)),
            username: Set(name.clone()),
            username_key: Set(name.clone()),
            email: Set(format!("{name}@example.org")),
            email_key: Set(format!("{name}@example.org")),
            email_verified_at: Set(None),
            password_hash: Set("!".to_owned()),
            first_name: Set(String::new()),
            last_name: Set(String::new()),
            search_key: Set(format!("{name} {name}@example.org")),
            role: Set(if number.is_multiple_of(100) { Role::Organizer } else { Role::Attendee }),
            time_zone: Set("UTC".to_owned()),
            is_active: Set(number % 50 != 0),
            created_at: Set(now - TimeDelta::minutes(number.into())),
            updated_at: Set(now),
            erased_at: Set((number.is_multiple_of(40)).then_some(now)),
            ..Default::default()
        }
    })
    .await;
}

/// Two of three in the past, one of ten a draft or cancelled, one of five not public, one of a hundred
/// full, one of a thousand in Yoruba.
async fn events(on: &DatabaseTransaction, now: DateTime<Utc>, olu: &Person) {
    insert(on, EVENTS, |number| {
        let starts_at = now + TimeDelta::minutes(i64::from(number) * 60 - 4_000 * 60);
        event::ActiveModel {
            id: Set(event_id(number)),
            organizer_id: Set(if number.is_multiple_of(20) {
                olu.user_id
            } else {
                user_id(number % 300)
            }),
            category_id: Set(category_of(number)),
            series_id: Set(number.is_multiple_of(40).then_some(SERIES)),
            title: Set(title(number)),
            title_key: Set(title(number)),
            description: Set("Bring a chair and something to drink. ".repeat(8)),
            location: Set(place(number)),
            language: Set(language(number).to_owned()),
            starts_at: Set(starts_at),
            ends_at: Set(starts_at + TimeDelta::hours(1)),
            time_zone: Set("UTC".to_owned()),
            status: Set(match number % 20 {
                7 => EventStatus::Draft,
                11 => EventStatus::Cancelled,
                _ => EventStatus::Published,
            }),
            visibility: Set(match number % 10 {
                3 => Visibility::Unlisted,
                9 => Visibility::Private,
                _ => Visibility::Public,
            }),
            guest_list_visibility: Set(GuestList::Everyone),
            capacity: Set((number % 3 != 0).then_some(Seats::new(50))),
            registered_count: Set(Seats::new(if number % 100 == 1 { 50 } else { taken(number) })),
            waitlisted_count: Set(Seats::NONE),
            last_line_number: Set(0),
            selling_out_threshold: Set(Seats::new(5)),
            max_seats_per_registration: Set(Seats::new(10)),
            waitlist_enabled: Set(true),
            created_at: Set(starts_at - TimeDelta::days(30)),
            updated_at: Set(now),
            deleted_at: Set((number % 30 == 5).then_some(now)),
            ..Default::default()
        }
    })
    .await;
    insert(on, EVENTS, |number| event_search::ActiveModel {
        event_id: Set(event_id(number)),
        title: Set(title(number)),
        location: Set(place(number)),
        body: Set(String::new()),
        ..Default::default()
    })
    .await;
}

fn category_of(number: u32) -> Option<CategoryId> {
    let category = match number % 11 {
        10 => return None,
        9 if number % 500 != 9 => 0,
        category => category,
    };
    Some(CategoryId(Uuid::from_u128(category.into())))
}

/// In another order than the events start in.
fn title(number: u32) -> String {
    format!("concert {:04}", number * 1_237 % EVENTS)
}

fn place(number: u32) -> String {
    if number.is_multiple_of(300) {
        "kano".to_owned()
    } else {
        format!("lagos, hall {}", number % 7)
    }
}

fn taken(number: u32) -> i32 {
    i32::try_from(number * 577 % 49).unwrap()
}

fn language(number: u32) -> &'static str {
    match number % 10 {
        _ if number % 1_000 == 6 => "yo",
        0..=6 => "en",
        7 => "pt-BR",
        8 => "pt",
        _ => "fr",
    }
}

/// Everybody for the first event, a third of them cancelled or in line, and `ada` for every 150th.
async fn registrations(on: &DatabaseTransaction, now: DateTime<Utc>, ada: &Person) {
    let row = |number: u32, event: u32, person: UserId, status: RegistrationStatus| {
        let made = now - TimeDelta::seconds((number * 7 % PEOPLE).into());
        registration::ActiveModel {
            id: Set(RegistrationId(Uuid::from_u128(number.into()))),
            event_id: Set(event_id(event)),
            user_id: Set(person),
            quantity: Set(Seats::ONE),
            status: Set(status),
            line_number: Set((status == RegistrationStatus::Waitlisted).then_some(number.into())),
            ticket_stem: Set(Some(format!("{number:010}"))),
            shows_email: Set(true),
            created_at: Set(made),
            registered_at: Set((status != RegistrationStatus::Waitlisted).then_some(made)),
            cancelled_at: Set(None),
            entered_version: Set(0),
            left_version: Set(None),
        }
    };
    let status = |number: u32| match number % 90 {
        0 => RegistrationStatus::Cancelled,
        1..30 => RegistrationStatus::Waitlisted,
        _ => RegistrationStatus::Registered,
    };
    insert(on, PEOPLE, |number| row(number, 0, user_id(number), status(number))).await;
    insert(on, 40, |number| {
        let status = if number.is_multiple_of(4) {
            RegistrationStatus::Cancelled
        } else {
            RegistrationStatus::Registered
        };
        row(PEOPLE + number, number * 150 + 9, ada.user_id, status)
    })
    .await;
}

async fn shares(on: &DatabaseTransaction, now: DateTime<Utc>, ada: &Person) {
    let row =
        |event: u32, person: UserId, role: CollaboratorRole| event_collaborator::ActiveModel {
            event_id: Set(event_id(event)),
            user_id: Set(person),
            role: Set(role),
            added_at: Set(now),
        };
    insert(on, 40, |number| {
        let role = if number.is_multiple_of(2) {
            CollaboratorRole::Editor
        } else {
            CollaboratorRole::Viewer
        };
        row(number * 149 + 3, ada.user_id, role)
    })
    .await;
    insert(on, 2_000, |number| row(number, user_id(number), CollaboratorRole::CheckIn)).await;
}
