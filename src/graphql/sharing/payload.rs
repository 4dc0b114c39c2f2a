//! What mutations on shares answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::error::UserError;
use crate::graphql::event::Event;
use crate::graphql::sharing::{Collaborator, Invitation};

/// The answer of `shareEvent`.
#[derive(SimpleObject)]
pub struct ShareEventPayload {
    /// The event; null where it was shared with nobody.
    pub(super) event: Option<Event>,
    /// The people with whom it was shared by id or username, in the order of the input.
    pub(super) collaborators: Vec<Collaborator>,
    /// The addresses that were invited, in the order of the input; the same whether or not they have an
    /// account.
    pub(super) invitations: Vec<Invitation>,
    /// Why it was shared with nobody; empty where it was not refused.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateCollaborator`.
#[derive(SimpleObject)]
pub struct UpdateCollaboratorPayload {
    /// The collaborator with the new role; null where it was refused.
    pub(super) collaborator: Option<Collaborator>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `removeCollaborator`.
#[derive(SimpleObject)]
pub struct RemoveCollaboratorPayload {
    /// The event; null where it was refused, and where whoever left does not see it any more.
    pub(super) event: Option<Event>,
    /// Who has it no longer; null where it was refused.
    pub(super) removed_user_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `transferEvent`.
#[derive(SimpleObject)]
pub struct TransferEventPayload {
    /// The event with its new owner; null where it was refused.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `withdrawInvitation`.
#[derive(SimpleObject)]
pub struct WithdrawInvitationPayload {
    /// The event; null where it was refused.
    pub(super) event: Option<Event>,
    /// The address that is not invited any more; null where it was refused.
    pub(super) withdrawn_email: Option<String>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `acceptInvitation`.
#[derive(SimpleObject)]
pub struct AcceptInvitationPayload {
    /// The viewer among the collaborators; null where it was refused.
    pub(super) collaborator: Option<Collaborator>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `declineInvitation`.
#[derive(SimpleObject)]
pub struct DeclineInvitationPayload {
    /// The event that the viewer is not invited to any more; null where it was refused.
    pub(super) declined_event_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
