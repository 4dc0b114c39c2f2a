//! The door: a ticket lets one person in, once.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::db::error::is_taken;
use crate::domain::Core;
use crate::domain::access::presence::hold_viewer;
use crate::domain::access::{CheckIn, EventAccess, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::registration::guess::Guess;
use crate::domain::registration::idempotency::{self, IdempotencyKey};
use crate::domain::registration::ticket_code::TicketCode;
use crate::domain::registration::{Outcome, store};
use crate::entity::word::EventStatus;
use crate::entity::{event, idempotency_key, registration, ticket};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::{EventId, RegistrationId, UserId};

/// By how much the clock of a device at the door may be wrong.
const LEEWAY: TimeDelta = TimeDelta::minutes(5);

/// A ticket that was shown at a door.
#[derive(Debug, Clone)]
pub struct Scan {
    /// What was read.
    pub code: String,
    /// Whose door it is, where the device knows.
    pub event_id: Option<EventId>,
    /// When, where it is reported later.
    pub scanned_at: Option<DateTime<Utc>>,
    /// By which the report may be repeated.
    pub key: Option<IdempotencyKey>,
}

/// How it went.
#[derive(Debug)]
pub enum CheckingIn {
    /// Whoever shows the ticket comes in.
    LetIn(Shown),
    /// The ticket was used before, as it says; nothing was changed.
    Before(Shown),
}

/// A ticket as the transaction left it, with what belongs to it.
#[derive(Debug)]
pub struct Shown {
    /// The ticket.
    pub ticket: ticket::Model,
    /// Its registration.
    pub holder: Outcome,
}

/// Lets the bearer of a ticket in. Of many scans at once one does; the first to reach the server, whatever
/// times they tell.
///
/// # Errors
/// NOT_FOUND where there is no such ticket or its event is not the viewer's to check in; INVALID for another
/// event's ticket (`eventId`) and for a scan at an impossible time (`scannedAt`); ALREADY_CANCELLED for a
/// ticket that was given back; EVENT_NOT_OPEN where the event does not take place; IDEMPOTENCY_MISMATCH for a
/// key that was used for something else; [`Failure::RateLimited`] after too many unknown codes from this viewer or
/// from `address`.
pub async fn check_in(
    core: &Core,
    viewer: &Viewer,
    address: Option<&str>,
    scan: Scan,
) -> Result<CheckingIn, Failure> {
    let guess = Guess::begin(core, viewer, address).await?;
    guess.came_to(let_in(core, viewer, scan).await).await
}

async fn let_in(core: &Core, viewer: &Viewer, scan: Scan) -> Result<CheckingIn, Failure> {
    let on = core.db.begin().await?;
    let (event, found, holder) = at_the_door(&on, viewer, &scan.code).await?;
    // Only now, the event locked: a ticket that is given back after it was used is so at a later time.
    let now = core.clock.now();
    let person = viewer.signed_in()?.user.id;
    if is_repeated(&on, person, &scan).await? {
        return Ok(CheckingIn::LetIn(show(&on, found, holder, event).await?));
    }
    if scan.event_id.is_some_and(|expected| expected != event.id) {
        return Err(Refusal::invalid("eventId", "This is a ticket of another event.").into());
    }
    let scanned_at = time_of(&found, scan.scanned_at, now)?;
    if found.cancelled_at.is_some() {
        let message = "This ticket was given back.";
        return Err(Refusal::new(Code::AlreadyCancelled, "", message).into());
    }
    takes_place(&event)?;
    // The condition decides, not what was read: of two doors at once the second finds the ticket used.
    let let_in = ticket::Entity::update_many()
        .col_expr(ticket::Column::CheckedInAt, Expr::value(scanned_at))
        .col_expr(ticket::Column::CheckedInBy, Expr::value(person))
        .filter(ticket::Column::Id.eq(found.id))
        .filter(ticket::Column::CheckedInAt.is_null())
        .exec(&on)
        .await?;
    if let_in.rows_affected == 0 {
        // A repetition that came at the same moment may have been first.
        let is_repeated = is_repeated(&on, person, &scan).await?;
        let shown = show(&on, found, holder, event).await?;
        return Ok(if is_repeated { CheckingIn::LetIn(shown) } else { CheckingIn::Before(shown) });
    }
    keep(&on, person, &scan, holder.id, now).await?;
    let shown = show(&on, found, holder, event).await?;
    on.commit().await?;
    Ok(CheckingIn::LetIn(shown))
}

/// Takes a check-in back, so that the ticket lets somebody in again. One that was not used stays so.
///
/// # Errors
/// NOT_FOUND and [`Failure::RateLimited`] as [`check_in`].
pub async fn undo_check_in(
    core: &Core,
    viewer: &Viewer,
    address: Option<&str>,
    code: &str,
) -> Result<Shown, Failure> {
    let guess = Guess::begin(core, viewer, address).await?;
    guess.came_to(undo(core, viewer, code).await).await
}

async fn undo(core: &Core, viewer: &Viewer, code: &str) -> Result<Shown, Failure> {
    let on = core.db.begin().await?;
    let (event, found, holder) = at_the_door(&on, viewer, code).await?;
    let undone = ticket::Entity::update_many()
        .col_expr(ticket::Column::CheckedInAt, Expr::value(Option::<DateTime<Utc>>::None))
        .col_expr(ticket::Column::CheckedInBy, Expr::value(Option::<uuid::Uuid>::None))
        .filter(ticket::Column::Id.eq(found.id))
        .filter(ticket::Column::CheckedInAt.is_not_null())
        .exec(&on)
        .await?;
    if undone.rows_affected == 1 {
        // The row itself forgets it.
        let by = found.checked_in_by.map(|person| person.to_string());
        let entry = Entry::with(Action::CheckInUndone, found.id, json!({ "by": by }));
        audit::record(core, &on, viewer.signed_in()?, entry).await?;
    }
    let shown = show(&on, found, holder, event).await?;
    on.commit().await?;
    Ok(shown)
}

/// The ticket with this code, for who may check in at its event. The event holds still: nobody cancels it,
/// or the registration, before the transaction ends.
async fn at_the_door(
    on: &DatabaseTransaction,
    viewer: &Viewer,
    code: &str,
) -> Result<(event::Model, ticket::Model, registration::Model), Failure> {
    // A ticket that is not the viewer's to check in answers as one that does not exist.
    let unknown = || Failure::from(Refusal::not_found("code", "ticket"));
    hold_viewer(on, viewer.signed_in()?).await?;
    let code = TicketCode::parse(code).ok_or_else(unknown)?;
    let ticket = by_code(on, &code).await?.ok_or_else(unknown)?;
    let holder = registration::Entity::find_by_id(ticket.registration_id);
    let holder = holder.one(on).await?.ok_or_else(unknown)?;
    let access = EventAccess::<CheckIn>::share(on, viewer, holder.event_id, "code").await;
    let event = match access {
        Ok(access) => access.into_event(),
        Err(Failure::Refused(_) | Failure::Forbidden) => return Err(unknown()),
        Err(failure) => return Err(failure),
    };
    // Again, since both may have changed while the event was waited for.
    let ticket = by_code(on, &code).await?.ok_or_else(unknown)?;
    let holder = registration::Entity::find_by_id(ticket.registration_id);
    let holder = holder.one(on).await?.ok_or_else(unknown)?;
    Ok((event, ticket, holder))
}

/// Whether this very report came before, and let its bearer in.
async fn is_repeated(
    on: &impl ConnectionTrait,
    person: UserId,
    scan: &Scan,
) -> Result<bool, Failure> {
    let Some(key) = &scan.key else { return Ok(false) };
    let id = (person, key.as_str().to_owned());
    let Some(used) = idempotency_key::Entity::find_by_id(id).one(on).await? else {
        return Ok(false);
    };
    if used.input_hash == scan.hash() { Ok(true) } else { Err(idempotency::mismatch().into()) }
}

/// Keeps the key of a report that let its bearer in.
async fn keep(
    on: &impl ConnectionTrait,
    person: UserId,
    scan: &Scan,
    holder: RegistrationId,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let Some(key) = &scan.key else { return Ok(()) };
    let row = idempotency_key::ActiveModel {
        user_id: Set(person),
        key: Set(key.as_str().to_owned()),
        input_hash: Set(scan.hash()),
        registration_id: Set(holder),
        created_at: Set(now),
    };
    match idempotency_key::Entity::insert(row).exec_without_returning(on).await {
        // At the same moment it was used for another ticket, which is in; this one is not.
        Err(fault) if is_taken(&fault) => Err(idempotency::mismatch().into()),
        Err(fault) => Err(fault.into()),
        Ok(_) => Ok(()),
    }
}

impl Scan {
    /// What tells one report from another; how the code was typed does not.
    fn hash(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        hash.update(b"checkInTicket\0");
        hash.update(self.event_id.map_or([0; 16], |id| *id.0.as_bytes()));
        hash.update(self.scanned_at.map_or(i64::MIN, |at| at.timestamp_micros()).to_be_bytes());
        // Last, because it is the only part whose length varies.
        let code = TicketCode::parse(&self.code);
        hash.update(code.as_ref().map_or(self.code.as_str(), TicketCode::as_str));
        hash.finalize().to_vec()
    }
}

async fn by_code(
    on: &impl ConnectionTrait,
    code: &TicketCode,
) -> Result<Option<ticket::Model>, Failure> {
    Ok(ticket::Entity::find().filter(ticket::Column::Code.eq(code.as_str())).one(on).await?)
}

/// When the ticket was shown. A clock that is a little wrong is set right.
fn time_of(
    ticket: &ticket::Model,
    told: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Refusal> {
    let Some(told) = told else { return Ok(now) };
    if told > now + LEEWAY {
        return Err(Refusal::invalid("scannedAt", "This is in the future."));
    }
    if told < ticket.created_at - LEEWAY {
        return Err(Refusal::invalid("scannedAt", "The ticket did not exist then."));
    }
    Ok(told.max(ticket.created_at).min(now))
}

fn takes_place(event: &event::Model) -> Result<(), Refusal> {
    let why = match event.status {
        EventStatus::Published => return Ok(()),
        EventStatus::Cancelled => "The event is cancelled.",
        EventStatus::Draft => "The event is a draft.",
    };
    Err(Refusal::new(Code::EventNotOpen, "", why))
}

async fn show(
    on: &DatabaseTransaction,
    found: ticket::Model,
    holder: registration::Model,
    event: event::Model,
) -> Result<Shown, Failure> {
    let tickets = store::tickets_of(on, &[holder.id]).await?.remove(&holder.id).unwrap_or_default();
    let ticket = tickets.iter().find(|ticket| ticket.id == found.id).cloned().unwrap_or(found);
    let tickets = tickets.into_iter().filter(|ticket| ticket.cancelled_at.is_none()).collect();
    // Who has tickets does not wait in line.
    let holder = Outcome { registration: holder, event, tickets, position: None };
    Ok(Shown { ticket, holder })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::id::{RegistrationId, TicketId};
    use uuid::Uuid;

    #[test]
    fn a_scan_lies_between_the_making_of_the_ticket_and_now() {
        let made = DateTime::from_timestamp(2_000_000_000, 0).unwrap();
        let ticket = ticket::Model {
            id: TicketId(Uuid::nil()),
            registration_id: RegistrationId(Uuid::nil()),
            seat_number: 1,
            code: "EVT-0123456789-1".to_owned(),
            created_at: made,
            cancelled_at: None,
            checked_in_at: None,
            checked_in_by: None,
        };
        let now = made + TimeDelta::hours(1);
        let minute = TimeDelta::minutes(1);
        let time = |told| time_of(&ticket, Some(told), now);
        assert_eq!(time_of(&ticket, None, now), Ok(now));
        assert_eq!(time(made + minute), Ok(made + minute));
        assert_eq!(time(now + minute), Ok(now), "a clock that is a little fast");
        assert_eq!(time(made - minute), Ok(made), "a clock that is a little slow");
        for impossible in [now + minute * 6, made - minute * 6] {
            assert_eq!(time(impossible).unwrap_err().field, ["scannedAt"]);
        }
    }
}
