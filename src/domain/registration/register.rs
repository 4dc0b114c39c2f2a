//! Signing up for seats.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::event::{Standing, active_registration, lock_seen};
use crate::domain::access::{EventRole, Viewer};
use crate::domain::registration::admission::{self, Admission};
use crate::domain::registration::ledger::{self, Outcome};
use crate::domain::registration::person::{Named, Person};
use crate::domain::registration::ticket;
use crate::entity::word::{RegistrationStatus, Visibility};
use crate::entity::{event, registration};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId, UserId};
use crate::kernel::seats::Seats;

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
}

/// How it went.
#[derive(Debug)]
pub enum Registering {
    /// The registration was made: with seats, or in line.
    Made(Outcome),
    /// The person has this active registration already; nothing was changed.
    Standing(Outcome),
}

/// Registers the viewer, or another person for an editor, for an event.
///
/// # Errors
/// NOT_FOUND (the event, the person), INVALID quantity, EVENT_NOT_OPEN, EVENT_FULL;
/// [`Failure::Forbidden`] for another person without an editor's rights, and for a private event that
/// was not shared with the viewer; [`Failure::Unauthenticated`] where their account ended meanwhile.
pub async fn register(
    core: &Core,
    viewer: &Viewer,
    new: NewRegistration,
) -> Result<Registering, Failure> {
    let own_id = viewer.signed_in()?.user.id;
    let on = core.db.begin().await?;
    let named = Named::hold(&on, own_id, new.person.as_ref()).await?;
    let (event, standing) = lock_seen(&on, viewer, new.event_id, "eventId").await?;
    if new.person.is_some() && standing.role < Some(EventRole::Editor) {
        return Err(Failure::Forbidden);
    }
    let person = named.id()?;
    let standing_one = if person == own_id {
        standing.registration.clone()
    } else {
        active_registration(&on, event.id, person).await?
    };
    if new.person.is_none() && standing_one.is_none() {
        invited(&event, &standing)?;
    }
    let seats = admission::quantity(new.quantity, event.max_seats_per_registration)?;
    admission::open(&event, core.clock.now())?;
    if let Some(registration) = standing_one {
        return Ok(Registering::Standing(ledger::outcome(&on, registration, event).await?));
    }
    let shows_email = person == own_id || matches!(new.person, Some(Person::Email(_)));
    let party = Party { person, seats, shows_email };
    let made = match admission::admit(&event, seats, new.join_waitlist) {
        Admission::Seated => seat(core, &on, event, party).await?,
        Admission::InLine => line_up(core, &on, event, party).await?,
        Admission::TurnedAway => return Err(admission::full().into()),
    };
    on.commit().await?;
    Ok(Registering::Made(made))
}

/// Who asks for how many seats.
#[derive(Debug, Clone, Copy)]
struct Party {
    person: UserId,
    seats: Seats,
    shows_email: bool,
}

/// There is no public sign-up to a private event: one joins by a share or by an editor's hand.
fn invited(event: &event::Model, standing: &Standing) -> Result<(), Failure> {
    if event.visibility == Visibility::Private && standing.shared_role.is_none() {
        return Err(Failure::Forbidden);
    }
    Ok(())
}

async fn seat(
    core: &Core,
    on: &sea_orm::DatabaseTransaction,
    event: event::Model,
    party: Party,
) -> Result<Outcome, Failure> {
    let seats = party.seats;
    let mut row = blank(core, &event, party);
    row.status = Set(RegistrationStatus::Registered);
    row.registered_at = Set(Some(core.clock.now()));
    row.ticket_stem = Set(Some(ticket::stem(core)));
    let registration = row.insert(on).await?;
    ticket::issue(core, on, &registration, 0, seats).await?;
    let (registered, waiting) = (event.registered_count + seats, event.waitlisted_count);
    let event = ledger::count(on, event, registered, waiting).await?;
    ledger::outcome(on, registration, event).await
}

async fn line_up(
    core: &Core,
    on: &sea_orm::DatabaseTransaction,
    event: event::Model,
    party: Party,
) -> Result<Outcome, Failure> {
    let seats = party.seats;
    let (event, number) = ledger::next_line_number(on, event).await?;
    let mut row = blank(core, &event, party);
    row.status = Set(RegistrationStatus::Waitlisted);
    row.line_number = Set(Some(number));
    let registration = row.insert(on).await?;
    let (registered, waiting) = (event.registered_count, event.waitlisted_count + seats);
    let event = ledger::count(on, event, registered, waiting).await?;
    ledger::outcome(on, registration, event).await
}

fn blank(core: &Core, event: &event::Model, party: Party) -> registration::ActiveModel {
    let now = core.clock.now();
    registration::ActiveModel {
        id: Set(RegistrationId::new(now, &*core.random)),
        event_id: Set(event.id),
        user_id: Set(party.person),
        quantity: Set(party.seats),
        line_number: Set(None),
        ticket_stem: Set(None),
        shows_email: Set(party.shows_email),
        created_at: Set(now),
        registered_at: Set(None),
        cancelled_at: Set(None),
        ..Default::default()
    }
}
