//! Whom an event is shared with, and as what.

mod input;
mod mutation;
mod object;
pub mod on_event;
mod own;
mod payload;

pub use mutation::SharingMutation;
pub use object::{Collaborator, Invitation, InvitationConnection};
pub use own::own_invitations;
