//! What mutations on shares take.

use async_graphql::{ID, InputObject};

use crate::domain::registration::Person;
use crate::domain::sharing::NewShare;
use crate::graphql::event::EventRole;
use crate::graphql::registration::PersonInput;
use crate::kernel::error::Refusal;
use crate::kernel::id::UserId;

/// With whom to share an event.
#[derive(Debug, InputObject)]
pub struct ShareEventInput {
    /// Which event.
    pub(super) event_id: ID,
    /// With all of these, or with nobody; 1 to 100.
    pub(super) with: Vec<ShareInput>,
}

/// One person or address, and the role.
#[derive(Debug, InputObject)]
pub struct ShareInput {
    /// A person by id or username, who becomes a collaborator at once; or an email address, which is
    /// invited, whether or not it has an account.
    person: PersonInput,
    /// EDITOR, CHECK_IN or VIEWER.
    role: EventRole,
}

/// Which collaborator gets which role.
#[derive(Debug, InputObject)]
pub struct UpdateCollaboratorInput {
    /// Which event.
    pub(super) event_id: ID,
    /// Which collaborator.
    pub(super) user_id: ID,
    /// EDITOR, CHECK_IN or VIEWER.
    pub(super) role: EventRole,
}

/// From whom to take an event back.
#[derive(Debug, InputObject)]
pub struct RemoveCollaboratorInput {
    /// Which event.
    pub(super) event_id: ID,
    /// Which collaborator.
    pub(super) user_id: ID,
}

/// To whom to hand an event on.
#[derive(Debug, InputObject)]
pub struct TransferEventInput {
    /// Which event.
    pub(super) event_id: ID,
    /// The new owner: an organizer or an admin.
    pub(super) to_user_id: ID,
}

/// Which invitation to take back.
#[derive(Debug, InputObject)]
pub struct WithdrawInvitationInput {
    /// Which event.
    pub(super) event_id: ID,
    /// The address, without regard to case.
    pub(super) email: String,
}

/// Which invitation to accept.
#[derive(Debug, InputObject)]
pub struct AcceptInvitationInput {
    /// To which event the viewer's address is invited.
    pub(super) event_id: ID,
}

/// Which invitation to decline.
#[derive(Debug, InputObject)]
pub struct DeclineInvitationInput {
    /// To which event the viewer's address is invited.
    pub(super) event_id: ID,
}

impl From<ShareInput> for NewShare {
    fn from(input: ShareInput) -> Self {
        let person = match input.person {
            PersonInput::Id(id) => UserId::parse(&id)
                .map(Person::Id)
                .map_err(|error| Refusal::invalid("id", format!("{error}."))),
            PersonInput::Username(name) => Ok(Person::Username(name)),
            PersonInput::Email(email) => Ok(Person::Email(email)),
        };
        Self { person, role: input.role.into() }
    }
}
