//! The negative control: a check that finds nothing is worth nothing unless it finds what was broken on
//! purpose.
//!
//! Each break is made in the database of a real storm, read, and taken back. The last is no forgery but the
//! real fault: two sign-ups that count the seats and then take some, without the event's lock.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, Statement};
use uuid::Uuid;

use crate::books::{Books, EVENT};
use crate::check::check;
use crate::database::Database;
use crate::failure::Failure;
use crate::identity::Kind;
use crate::log::{Record, Status};
use crate::say;

/// Breaks the books, one break after the other.
pub(crate) async fn run(
    database: &Database,
    log: &[Record],
    books: &Books,
    with_keys: bool,
) -> Result<(), Failure> {
    for (promise, mut changes) in breaks(database, log, books)? {
        if !with_keys {
            changes.retain(|change| !change.contains("idempotency_keys"));
        }
        let books = Books::read_after(database, &changes).await?;
        caught(promise, log, &books)?;
    }
    if !database.is_sqlite() {
        without_the_lock(database).await?;
        caught("no seat is sold twice", log, &Books::read(database).await?)?;
        caught("the counters are the rows", log, &Books::read(database).await?)?;
    }
    Ok(())
}

fn caught(promise: &str, log: &[Record], books: &Books) -> Result<(), Failure> {
    let verdicts = check(log, books, false);
    let broken = verdicts.iter().find(|verdict| verdict.promise == promise);
    match broken.and_then(|verdict| verdict.broken.first()) {
        Some(how) => {
            say(&format!("  broken on purpose and caught: {promise} ({how})"));
            Ok(())
        }
        None => Err(Failure::Other(format!("broken on purpose and NOT caught: {promise}"))),
    }
}

/// What is broken, and the statements that break it.
fn breaks(
    database: &Database,
    log: &[Record],
    books: &Books,
) -> Result<Vec<(&'static str, Vec<String>)>, Failure> {
    let id = |id: Uuid| {
        let digits = id.simple();
        if database.is_sqlite() { format!("x'{digits}'") } else { format!("'{digits}'") }
    };
    let missing = || Failure::Other("the storm left too little to break".to_owned());
    let told = |row: &Uuid| log.iter().any(|r| r.party().is_some_and(|party| party.id == *row));
    let of = |status| books.registrations.iter().filter(move |row| row.status == status);
    let lost = of(Status::Registered).find(|row| told(&row.id)).ok_or_else(missing)?;
    let lost = id(lost.id);
    if of(Status::Waitlisted).count() < 2 {
        return Err(missing());
    }
    let seat = format!(
        "UPDATE registrations SET quantity = quantity + {} WHERE id = {lost}",
        books.capacity
    );
    Ok(vec![
        (
            "nothing that was acknowledged is lost",
            vec![
                format!("DELETE FROM tickets WHERE registration_id = {lost}"),
                format!("DELETE FROM idempotency_keys WHERE registration_id = {lost}"),
                format!("DELETE FROM registrations WHERE id = {lost}"),
            ],
        ),
        ("no seat is sold twice", vec![seat]),
        (
            "the counters are the rows",
            vec!["UPDATE events SET waitlisted_count = waitlisted_count + 1".to_owned()],
        ),
        (
            "each seat has one good ticket, and no code is twice",
            vec![format!(
                "UPDATE tickets SET cancelled_at = created_at WHERE registration_id = {lost}"
            )],
        ),
        (
            "everybody is told once of what they got",
            vec![format!("DELETE FROM notifications WHERE registration_id = {lost}")],
        ),
        (
            "the line keeps its order, and nobody overtakes",
            // The whole line turned round: of any two alone it may be that nobody saw which came first.
            vec![format!(
                "UPDATE registrations SET line_number = {} - line_number WHERE status = 'WAITLISTED'",
                i64::MAX
            )],
        ),
        (
            "nobody waits who fits",
            vec![format!(
                "UPDATE registrations SET status = 'CANCELLED' WHERE status = 'REGISTERED'"
            )],
        ),
        (
            "nothing is there that nobody asked for",
            // Of all that are unused: any one of them may have been shown.
            vec![
                "UPDATE tickets SET checked_in_at = created_at WHERE checked_in_at IS NULL"
                    .to_owned(),
            ],
        ),
    ])
}

/// Two sign-ups at once, as a server would do them that forgot the lock: each sees the last seats free.
async fn without_the_lock(database: &Database) -> Result<(), Failure> {
    let event = database.spell(&format!("{{id:{}:{EVENT}}}", Kind::Event.base()));
    database
        .run(&[
            "ALTER TABLE events DROP CONSTRAINT events_never_oversold".to_owned(),
            format!("UPDATE events SET capacity = registered_count + 1 WHERE id = {event}"),
        ])
        .await?;
    let both = (database.begin().await?, database.begin().await?);
    let counted = (count(&both.0, &event).await?, count(&both.1, &event).await?);
    for (on, counted, newcomer) in [(both.0, counted.0, 1), (both.1, counted.1, 2)] {
        // Nobody of the storm has these numbers.
        let id = Kind::Registration.uuid(1_000_000 + newcomer);
        let take = format!(
            "INSERT INTO registrations (id, event_id, user_id, quantity, status, ticket_stem, shows_email,
                created_at, registered_at)
            SELECT '{id}', {event}, id, 1, 'REGISTERED', 'STEM', true, now(), now() FROM users
            WHERE id NOT IN (SELECT user_id FROM registrations WHERE event_id = {event})
            ORDER BY id OFFSET {newcomer} LIMIT 1"
        );
        on.execute_unprepared(&take).await?;
        let told =
            format!("UPDATE events SET registered_count = {} WHERE id = {event}", counted + 1);
        on.execute_unprepared(&told).await?;
        on.commit().await?;
    }
    Ok(())
}

async fn count(on: &DatabaseTransaction, event: &str) -> Result<i64, Failure> {
    let sql = format!(
        "SELECT sum(quantity)::bigint AS taken FROM registrations
        WHERE event_id = {event} AND status = 'REGISTERED'"
    );
    let row = on.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    let row = row.ok_or_else(|| Failure::Other("nothing was counted".to_owned()))?;
    Ok(row.try_get("", "taken")?)
}
