//! People and events, written straight into the database.
//!
//! Only what a table needs is named; what a later migration adds has a default there.

use crate::database::Database;
use crate::failure::Failure;
use crate::identity::Kind;

/// The statements that make people 1 to `count`, each with a session of the same number. The first
/// `organizers` of them are organizers.
pub(crate) fn people(count: u64, organizers: u64) -> Vec<String> {
    let (user, session) = (Kind::User.base(), Kind::Session.base());
    vec![
        format!(
            "INSERT INTO users (id, username, username_key, email, email_key, email_verified_at,
                password_hash, first_name, last_name, search_key, role, time_zone, is_active,
                created_at, updated_at)
            SELECT {{id:{user}:n}}, 'person' || n, 'person' || n, 'person' || n || '@example.org',
                'person' || n || '@example.org', {{now}}, '!', 'Person', 'No. ' || n,
                'person' || n || ' person' || n || '@example.org person no. ' || n,
                CASE WHEN n <= {organizers} THEN 'ORGANIZER' ELSE 'ATTENDEE' END, 'UTC', true,
                {{now}}, {{now}}
            FROM {{series:{count}}}"
        ),
        format!(
            "INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at)
            SELECT {{id:{session}:n}}, {{id:{user}:n}}, {{now}}, {{now}}, {{in:315360000}}
            FROM {{series:{count}}}"
        ),
    ]
}

/// How the events of one INSERT are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Events<'a> {
    /// The first has the number after this one.
    pub(crate) after: u64,
    pub(crate) count: u64,
    /// An expression over `n`, which counts from 1.
    pub(crate) organizer: &'a str,
    /// An expression, or NULL.
    pub(crate) category: &'a str,
    /// Seconds from now at which it starts.
    pub(crate) starts_in: &'a str,
    pub(crate) visibility: &'a str,
    /// An expression, or NULL.
    pub(crate) capacity: &'a str,
    pub(crate) registered: &'a str,
    pub(crate) waiting: &'a str,
}

impl Events<'_> {
    /// The statement that makes them.
    pub(crate) fn insert(&self) -> String {
        let Self { after, count, organizer, category, starts_in, .. } = self;
        let Self { visibility, capacity, registered, waiting, .. } = self;
        let (event, user) = (Kind::Event.base() + after, Kind::User.base());
        format!(
            "INSERT INTO events (id, organizer_id, category_id, title, title_key, description, location,
                language, starts_at, ends_at, time_zone, status, visibility, guest_list_visibility,
                capacity, registered_count, waitlisted_count, last_line_number, selling_out_threshold,
                max_seats_per_registration, waitlist_enabled, created_at, updated_at)
            SELECT {{id:{event}:n}}, {{id:{user}:{organizer}}}, {category}, 'Event No. ' || n,
                'event no. ' || n, 'What there is to know of it, in a line or two as most have.',
                'Hall ' || n % 97, 'en', {{in:{starts_in}}}, {{in:({starts_in}) + 7200}}, 'UTC',
                'PUBLISHED', '{visibility}', 'EVERYONE', {capacity}, {registered}, {waiting}, {waiting},
                5, 10, true, {{now}}, {{now}}
            FROM {{series:{count}}}"
        )
    }
}

/// Makes one event of `capacity` seats, owned by person 1, number `number`, that starts tomorrow.
pub(crate) async fn one_event(
    database: &Database,
    number: u64,
    capacity: i32,
) -> Result<(), Failure> {
    let event = Events {
        after: number - 1,
        count: 1,
        organizer: "1",
        category: "NULL",
        starts_in: "86400",
        visibility: "PUBLIC",
        capacity: &capacity.to_string(),
        registered: "0",
        waiting: "0",
    };
    database.run(&[event.insert()]).await
}
