//! What the server holds while it is measured: people, events past and to come, their registrations.

use crate::bench::Scale;
use crate::database::Database;
use crate::failure::Failure;
use crate::identity::Kind;
use crate::people::{Events, people};

/// Registrations of each event of the data set.
const PARTIES: u64 = 20;
/// One event in so many is full, with a line.
const FULL: u64 = 10;
/// Seats of a full one; the rest waits.
const SEATS: u64 = 15;

/// The first of the events that are registered for while it is measured; nobody finds them in a list.
pub(crate) const HOT: u64 = 1_000_000;
pub(crate) const HOT_OF_PGBENCH: u64 = 1_500_000;
pub(crate) const SPREAD: u64 = 2_000_000;
pub(crate) const SPREAD_OF_PGBENCH: u64 = 2_500_000;

/// Hot events, of which one is filled after the other.
pub(crate) const HOT_EVENTS: u64 = 400;
/// Events that are registered for at the same time.
pub(crate) const SPREAD_EVENTS: u64 = 1_000;

/// Makes the data set in a migrated database.
pub(crate) async fn load(database: &Database, scale: Scale) -> Result<(), Failure> {
    let (people_count, events) = (scale.people(), scale.events());
    let organizers = (people_count / 20).max(1);
    let mut statements = people(people_count, organizers);
    statements.push(categories());
    let full = format!("n % {FULL} = 0");
    let listed = Events {
        after: 0,
        count: events,
        organizer: &format!("n % {organizers} + 1"),
        category: &format!("{{id:{}:n % 20 + 1}}", Kind::Category.base()),
        // Half of them are over.
        starts_in: &format!("(n - {}) * 3600 + 1800", events / 2),
        visibility: "PUBLIC",
        capacity: &format!("CASE WHEN {full} THEN {SEATS} END"),
        registered: &format!("CASE WHEN {full} THEN {SEATS} ELSE {PARTIES} END"),
        waiting: &format!("CASE WHEN {full} THEN {} ELSE 0 END", PARTIES - SEATS),
    };
    statements.push(listed.insert());
    statements.push(search_rows(events));
    statements.extend(registrations(events, people_count));
    for (after, count) in [
        (HOT, HOT_EVENTS),
        (HOT_OF_PGBENCH, HOT_EVENTS),
        (SPREAD, SPREAD_EVENTS),
        (SPREAD_OF_PGBENCH, SPREAD_EVENTS),
    ] {
        let unlisted = Events {
            after,
            count,
            organizer: "1",
            category: "NULL",
            starts_in: "31536000",
            visibility: "UNLISTED",
            capacity: "1000000",
            registered: "0",
            waiting: "0",
        };
        statements.push(unlisted.insert());
    }
    database.run(&statements).await?;
    if !database.is_sqlite() {
        // What autovacuum would come to do in the middle of a measurement.
        database.alone("VACUUM ANALYZE").await?;
        database.alone("CHECKPOINT").await?;
    }
    Ok(())
}

fn categories() -> String {
    format!(
        "INSERT INTO categories (id, name, name_key, slug, description, created_at, updated_at)
        SELECT {{id:{}:n}}, 'Category ' || n, 'category ' || n, 'category-' || n, '', {{now}}, {{now}}
        FROM {{series:20}}",
        Kind::Category.base()
    )
}

fn search_rows(events: u64) -> String {
    format!(
        "INSERT INTO event_search (event_id, title, location, body)
        SELECT {{id:{}:n}}, 'event no ' || n, 'hall ' || n % 97,
            'what there is to know of it in a line or two as most have'
        FROM {{series:{events}}}",
        Kind::Event.base()
    )
}

/// Each event's parties are different people, spread over all of them; each has one seat.
fn registrations(events: u64, people: u64) -> [String; 2] {
    let (registration, ticket) = (Kind::Registration.base(), Kind::Ticket.base());
    let (event, user) = (Kind::Event.base(), Kind::User.base());
    let step = (people / PARTIES).max(1) - 1 + people % 2;
    let total = events * PARTIES;
    // Number n is party `place` of event `of`.
    let of = format!("((n - 1) / {PARTIES} + 1)");
    let place = format!("((n - 1) % {PARTIES})");
    let waits = format!("({of} % {FULL} = 0 AND {place} >= {SEATS})");
    [
        format!(
            "INSERT INTO registrations (id, event_id, user_id, quantity, status, line_number,
                ticket_stem, shows_email, created_at, registered_at)
            SELECT {{id:{registration}:n}}, {{id:{event}:{of}}},
                {{id:{user}:({of} * 37 + {place} * {step}) % {people} + 1}}, 1,
                CASE WHEN {waits} THEN 'WAITLISTED' ELSE 'REGISTERED' END,
                CASE WHEN {waits} THEN {place} - {SEATS} + 1 END,
                CASE WHEN NOT {waits} THEN {{letters:n}} END, true, {{in:n - {total}}},
                CASE WHEN NOT {waits} THEN {{in:n - {total}}} END
            FROM {{series:{total}}}"
        ),
        format!(
            "INSERT INTO tickets (id, registration_id, seat_number, code, created_at)
            SELECT {{id:{ticket}:n}}, {{id:{registration}:n}}, 1, 'EVT-' || {{letters:n}} || '-1',
                {{in:n - {total}}}
            FROM {{series:{total}}} WHERE NOT {waits}"
        ),
    ]
}
