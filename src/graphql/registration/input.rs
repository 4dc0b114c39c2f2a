//! What mutations on registrations take.

use async_graphql::{ID, InputObject, OneofObject};

use crate::domain::registration::{IdempotencyKey, NewRegistration, Person};
use crate::graphql::node::input_id;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};

/// A person, by id, username or email address: exactly one.
#[derive(Debug, OneofObject)]
pub enum PersonInput {
    /// By id.
    Id(ID),
    /// By username, without regard to case.
    Username(String),
    /// By email address, without regard to case.
    Email(String),
}

/// Asks for seats.
#[derive(Debug, InputObject)]
pub struct RegisterForEventInput {
    /// Which event.
    event_id: ID,
    /// Someone else than the viewer; for editors of the event only.
    person: Option<PersonInput>,
    /// How many seats, from 1 to the event's maxSeatsPerRegistration.
    #[graphql(default_with = "Some(1)")]
    quantity: Option<i32>,
    /// False: answer EVENT_FULL instead of joining the waitlist.
    #[graphql(default_with = "Some(true)")]
    join_waitlist: Option<bool>,
    /// Any string of up to 128 characters, new for each intent: a retry with the same key and input gets
    /// the first answer, for at least 24 hours.
    idempotency_key: Option<String>,
}

/// Asks for more or fewer seats. Fewer free the last tickets; more need room. A waitlisted party keeps
/// its place only if it shrinks.
#[derive(Debug, InputObject)]
pub struct UpdateRegistrationInput {
    /// Which registration.
    pub(super) id: ID,
    /// How many seats from now on.
    pub(super) quantity: i32,
}

/// Gives seats or a place in line back.
#[derive(Debug, InputObject)]
pub struct CancelRegistrationInput {
    /// Which registration.
    pub(super) id: ID,
}

impl TryFrom<RegisterForEventInput> for NewRegistration {
    type Error = Failure;

    fn try_from(input: RegisterForEventInput) -> Result<Self, Failure> {
        let person = match input.person {
            None => None,
            Some(PersonInput::Id(id)) => Some(Person::Id(input_id("person", &id, UserId::parse)?)),
            Some(PersonInput::Username(name)) => Some(Person::Username(name)),
            Some(PersonInput::Email(email)) => Some(Person::Email(email)),
        };
        let key = input.idempotency_key.as_deref().map(IdempotencyKey::parse);
        Ok(Self {
            event_id: input_id("eventId", &input.event_id, EventId::parse)?,
            person,
            quantity: input.quantity.unwrap_or(1),
            join_waitlist: input.join_waitlist.unwrap_or(true),
            key: key.transpose()?,
        })
    }
}
