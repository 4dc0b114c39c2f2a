//! Changing how many seats a registration asks for.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use sea_orm::DatabaseTransaction;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::registration::cancel::lock_editable;
use crate::domain::registration::ledger::{self, Outcome};
use crate::domain::registration::{admission, ticket, waitlist};
use crate::entity::word::RegistrationStatus;
use crate::entity::{event, registration};
use crate::kernel::error::Failure;
use crate::kernel::id::RegistrationId;
use crate::kernel::seats::Seats;

/// Changes the quantity, for the registrant or an editor of the event. Fewer seats free the last
/// tickets, for those in line; more need room. A waiting party that shrinks keeps its place, one that
/// grows goes to the end of the line.
///
/// # Errors
/// NOT_FOUND, ALREADY_CANCELLED, INVALID quantity; EVENT_NOT_OPEN and EVENT_FULL for more seats;
/// [`Failure::Forbidden`] for a collaborator who may only look.
pub async fn update(
    core: &Core,
    viewer: &Viewer,
    id: RegistrationId,
    quantity: i32,
) -> Result<Outcome, Failure> {
    let on = core.db.begin().await?;
    let (event, registration) = lock_editable(&on, viewer, id).await?;
    // A party from before the limit was lowered may shrink in steps.
    let most = event.max_seats_per_registration.max(registration.quantity);
    let seats = admission::quantity(quantity, most)?;
    if seats > registration.quantity {
        admission::open(&event, core.clock.now())?;
    }
    let (event, registration) = resize(core, &on, event, registration, seats).await?;
    let event = waitlist::promote(core, &on, event).await?;
    // Promotion may have reached this very party.
    let registration = reread(&on, registration).await?;
    let outcome = ledger::outcome(&on, registration, event).await?;
    on.commit().await?;
    Ok(outcome)
}

async fn resize(
    core: &Core,
    on: &DatabaseTransaction,
    event: event::Model,
    registration: registration::Model,
    seats: Seats,
) -> Result<(event::Model, registration::Model), Failure> {
    let before = registration.quantity;
    if seats == before {
        return Ok((event, registration));
    }
    if registration.status == RegistrationStatus::Waitlisted {
        return resize_in_line(on, event, registration, seats).await;
    }
    if seats > before && !admission::fits(&event, seats - before) {
        return Err(admission::full().into());
    }
    let id = registration.id;
    let registration = with_quantity(on, registration, seats, None).await?;
    if seats > before {
        let last = ticket::last_number(on, id).await?;
        ticket::issue(core, on, &registration, last, seats - before).await?;
    } else {
        ticket::withdraw(core, on, id, seats).await?;
    }
    let registered = event.registered_count + seats - before;
    let waiting = event.waitlisted_count;
    Ok((ledger::count(on, event, registered, waiting).await?, registration))
}

async fn resize_in_line(
    on: &DatabaseTransaction,
    event: event::Model,
    registration: registration::Model,
    seats: Seats,
) -> Result<(event::Model, registration::Model), Failure> {
    let before = registration.quantity;
    let (event, place) = if seats > before {
        let (event, number) = ledger::next_line_number(on, event).await?;
        (event, Some(number))
    } else {
        (event, registration.line_number)
    };
    let registration = with_quantity(on, registration, seats, place).await?;
    let waiting = event.waitlisted_count + seats - before;
    let registered = event.registered_count;
    Ok((ledger::count(on, event, registered, waiting).await?, registration))
}

async fn with_quantity(
    on: &DatabaseTransaction,
    registration: registration::Model,
    seats: Seats,
    place: Option<i64>,
) -> Result<registration::Model, Failure> {
    let mut row: registration::ActiveModel = registration.into();
    row.quantity = Set(seats);
    row.line_number = Set(place);
    Ok(row.update(on).await?)
}

async fn reread(
    on: &DatabaseTransaction,
    registration: registration::Model,
) -> Result<registration::Model, Failure> {
    use sea_orm::EntityTrait;
    let found = registration::Entity::find_by_id(registration.id).one(on).await?;
    Ok(found.unwrap_or(registration))
}
