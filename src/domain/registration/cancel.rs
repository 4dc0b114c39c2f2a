//! Giving seats or a place in line back.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait};

use crate::domain::Core;
use crate::domain::access::event::lock_seen;
use crate::domain::access::{EventRole, Viewer};
use crate::domain::registration::ledger::{self, Outcome};
use crate::domain::registration::{ticket, waitlist};
use crate::entity::word::RegistrationStatus;
use crate::entity::{event, registration};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::RegistrationId;
use crate::kernel::seats::Seats;

/// Cancels a registration, by its registrant or an editor of the event. Freed seats go to those in line
/// in the same transaction.
///
/// # Errors
/// NOT_FOUND, ALREADY_CANCELLED; [`Failure::Forbidden`] for a collaborator who may only look.
pub async fn cancel(core: &Core, viewer: &Viewer, id: RegistrationId) -> Result<Outcome, Failure> {
    let on = core.db.begin().await?;
    let (event, registration) = lock_editable(&on, viewer, id).await?;
    let (event, registration) = give_back(core, &on, event, registration).await?;
    let event = waitlist::promote(core, &on, event).await?;
    let outcome = ledger::outcome(&on, registration, event).await?;
    on.commit().await?;
    Ok(outcome)
}

/// Marks a registration cancelled, with its tickets, and moves the counters. Whoever calls this then
/// promotes.
pub(super) async fn give_back(
    core: &Core,
    on: &DatabaseTransaction,
    event: event::Model,
    registration: registration::Model,
) -> Result<(event::Model, registration::Model), Failure> {
    let seats = registration.quantity;
    let (registered, waiting) = match registration.status {
        RegistrationStatus::Registered => (event.registered_count - seats, event.waitlisted_count),
        RegistrationStatus::Waitlisted => (event.registered_count, event.waitlisted_count - seats),
        RegistrationStatus::Cancelled => return Ok((event, registration)),
    };
    ticket::withdraw(core, on, registration.id, Seats::NONE).await?;
    let mut row: registration::ActiveModel = registration.into();
    row.status = Set(RegistrationStatus::Cancelled);
    row.line_number = Set(None);
    row.cancelled_at = Set(Some(core.clock.now()));
    let registration = row.update(on).await?;
    let event = ledger::count(on, event, registered, waiting).await?;
    Ok((event, registration))
}

/// Locks the event of a registration and reads the registration under that lock, for the registrant or
/// an editor of the event.
pub(super) async fn lock_editable(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    id: RegistrationId,
) -> Result<(event::Model, registration::Model), Failure> {
    let person = viewer.signed_in()?.user.id;
    let hidden = || Failure::from(Refusal::not_found("id", "registration"));
    let found = registration::Entity::find_by_id(id).one(on).await?.ok_or_else(hidden)?;
    let (event, standing) = match lock_seen(on, viewer, found.event_id, "id").await {
        Err(Failure::Refused(_)) => return Err(hidden()),
        seen => seen?,
    };
    // Again, since it may have moved while the lock was waited for.
    let registration = registration::Entity::find_by_id(id).one(on).await?.ok_or_else(hidden)?;
    if registration.user_id != person && standing.role < Some(EventRole::Editor) {
        return Err(if standing.role.is_some() { Failure::Forbidden } else { hidden() });
    }
    if registration.status == RegistrationStatus::Cancelled {
        let message = "This registration was cancelled before.";
        return Err(Refusal::new(Code::AlreadyCancelled, "", message).into());
    }
    Ok((event, registration))
}
