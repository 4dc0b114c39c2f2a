//! Between the books and the tables: what a book has to be told, and what it comes to.
//!
//! All of it runs in an open transaction that holds the locks of the events. The number of statements does
//! not grow with the number of requests or parties, but for the stretches of a long line.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Asterisk, Expr, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::db::bulk;
use crate::db::keys::is_in;
use crate::domain::notification::{self, Told};
use crate::domain::registration::book::{self, Book, Closing, Stretch};
use crate::entity::{event, idempotency_key, registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId};
use crate::kernel::random::Random;

/// Parties read from the line in one go.
const STRETCH: u64 = 512;

/// Opens the books of one event that is locked.
pub(super) async fn open(on: &DatabaseTransaction, event: event::Model) -> Result<Book, Failure> {
    let waiting = line_lengths(on, std::slice::from_ref(&event)).await?;
    let waiting = waiting.get(&event.id).copied();
    Ok(Book::open(event, waiting))
}

/// How many wait for those of `events` whose rows do not tell.
pub(super) async fn line_lengths(
    on: &DatabaseTransaction,
    events: &[event::Model],
) -> Result<HashMap<EventId, i32>, Failure> {
    let untold = events.iter().filter(|event| book::line_length(event).is_none());
    let untold: Vec<EventId> = untold.map(|event| event.id).collect();
    if untold.is_empty() {
        return Ok(HashMap::new());
    }
    let counted: Vec<(EventId, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::EventId)
        .expr_as(Func::count(Expr::col(Asterisk)), "waiting")
        .filter(is_in(registration::Column::EventId, &untold))
        .filter(registration::Column::LineNumber.is_not_null())
        .group_by(registration::Column::EventId)
        .into_tuple()
        .all(on)
        .await?;
    let count = |length: i64| i32::try_from(length).unwrap_or(i32::MAX);
    Ok(counted.into_iter().map(|(event, length)| (event, count(length))).collect())
}

/// All tickets that `registrations` ever had.
pub(super) async fn tickets_of(
    on: &impl ConnectionTrait,
    registrations: &[RegistrationId],
) -> Result<HashMap<RegistrationId, Vec<ticket::Model>>, Failure> {
    let mut found: HashMap<RegistrationId, Vec<ticket::Model>> = HashMap::new();
    if registrations.is_empty() {
        return Ok(found);
    }
    let rows = ticket::Entity::find()
        .filter(is_in(ticket::Column::RegistrationId, registrations))
        .order_by_asc(ticket::Column::SeatNumber)
        .all(on)
        .await?;
    for row in rows {
        found.entry(row.registration_id).or_default().push(row);
    }
    Ok(found)
}

/// Gives free seats to the line, reading as much of it as that takes.
pub(super) async fn promote(
    on: &DatabaseTransaction,
    book: &mut Book,
    now: DateTime<Utc>,
    random: &dyn Random,
) -> Result<(), Failure> {
    while let Some(stretch) = book.promote(now, random)? {
        let line = waiting(on, book.event().id, stretch).await?;
        let is_last = u64::try_from(line.len()).is_ok_and(|length| length < STRETCH);
        book.read(stretch, line, is_last);
    }
    Ok(())
}

async fn waiting(
    on: &DatabaseTransaction,
    event: EventId,
    stretch: Stretch,
) -> Result<Vec<registration::Model>, Failure> {
    let mut line = registration::Entity::find()
        .filter(registration::Column::EventId.eq(event))
        .filter(registration::Column::LineNumber.gt(stretch.beyond))
        .order_by_asc(registration::Column::LineNumber)
        .limit(STRETCH);
    if let Some(fitting) = stretch.fitting {
        line = line.filter(registration::Column::Quantity.lte(fitting));
    }
    Ok(line.all(on).await?)
}

/// Writes what one book comes to, and answers its event.
pub(super) async fn close(
    on: &DatabaseTransaction,
    book: Book,
    told: Told<'_>,
) -> Result<event::Model, Failure> {
    let (event, closing) = book.close();
    write(on, vec![closing], &[], told).await?;
    Ok(event)
}

/// Writes what books come to, with the keys of the requests that were entered, and tells whom it concerns;
/// whether there was anything to write.
pub(super) async fn write(
    on: &DatabaseTransaction,
    closings: Vec<Closing>,
    keys: &[idempotency_key::Model],
    told: Told<'_>,
) -> Result<bool, Failure> {
    let mut all = Closing::default();
    let mut events = Vec::new();
    for closing in closings {
        events.extend(closing.event);
        all.made.extend(closing.made);
        all.changed.extend(closing.changed);
        all.issued.extend(closing.issued);
        all.withdrawn.extend(closing.withdrawn);
        all.notes.extend(closing.notes);
    }
    // First what makes room: a person who cancels may have registered anew.
    bulk::update(on, ticket::Column::Id, &[ticket::Column::CancelledAt], &all.withdrawn).await?;
    bulk::update(on, registration::Column::Id, &CHANGING, &all.changed).await?;
    bulk::insert(on, &all.made).await?;
    bulk::insert(on, &all.issued).await?;
    bulk::insert(on, keys).await?;
    bulk::update(on, event::Column::Id, &COUNTERS, &events).await?;
    notification::tell(on, told, all.notes).await?;
    Ok(!events.is_empty() || !all.changed.is_empty() || !all.made.is_empty())
}

/// The columns of a registration that change after it was made.
const CHANGING: [registration::Column; 7] = [
    registration::Column::Quantity,
    registration::Column::Status,
    registration::Column::LineNumber,
    registration::Column::TicketStem,
    registration::Column::RegisteredAt,
    registration::Column::CancelledAt,
    registration::Column::LeftVersion,
];

/// The columns of an event that its books keep.
const COUNTERS: [event::Column; 6] = [
    event::Column::RegisteredCount,
    event::Column::WaitlistedCount,
    event::Column::LastLineNumber,
    event::Column::LineLength,
    event::Column::LineLengthNumber,
    event::Column::LineLengthSeats,
];
