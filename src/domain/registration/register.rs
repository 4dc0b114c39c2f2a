//! Signing up for seats.

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::registration::book::Outcome;
use crate::domain::registration::desk::Wish;
use crate::domain::registration::idempotency::IdempotencyKey;
use crate::domain::registration::person::Person;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct NewRegistration {
    /// The event.
    pub event_id: EventId,
    /// Somebody else than the viewer; for editors of the event.
    pub person: Option<Person>,
    /// How many seats.
    pub quantity: i32,
    /// Whether to wait in line where they are not free.
    pub join_waitlist: bool,
    /// By which the same request may be repeated.
    pub key: Option<IdempotencyKey>,
}

/// How it went.
#[derive(Debug)]
pub enum Registering {
    /// The registration was made: with seats, or in line; by this request, or by an earlier one with the
    /// same key.
    Made(Outcome),
    /// The person has this active registration already; nothing was changed.
    Standing(Outcome),
}

/// Registers the viewer, or another person for an editor, for an event.
///
/// # Errors
/// NOT_FOUND (the event, the person), INVALID quantity, EVENT_NOT_OPEN, EVENT_FULL,
/// IDEMPOTENCY_MISMATCH; [`Failure::Forbidden`] for another person without an editor's rights, and for a
/// private event that was not shared with the viewer; [`Failure::Unauthenticated`] where their account
/// ended meanwhile; [`Failure::Unavailable`] where too many wait at the desk.
pub async fn register(
    core: &Core,
    viewer: &Viewer,
    mut new: NewRegistration,
) -> Result<Registering, Failure> {
    if core.account_rules.proves_addresses() {
        new.person = new.person.map(|person| match person {
            Person::Email(email) => Person::ProvedEmail(email),
            other => other,
        });
    }
    let event = new.event_id;
    core.desk.ask(event, viewer, &core.clock, Wish::Register(new)).await
}
