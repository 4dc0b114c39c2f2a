//! Sharing an event: with people by name, with addresses by invitation; and handing it on.
//!
//! What is shared is written here and read by [`access::shares`](crate::domain::access::shares); nothing
//! is remembered in between, so that access ends with the row. `docs/decisions/0020` says why an address
//! is always invited and never looked up.

mod answer;
mod change;
mod invitation;
mod invite;
mod list;
mod named;
mod remove;
mod share;
mod transfer;
mod withdraw;

pub use answer::{accept, decline};
pub use change::change_role;
pub use invite::{InvitationLetter, Invite, letter as invitation_letter};
pub use list::{collaborators, count_own_invitations, invitations, own_invitations};
pub use remove::{Removed, remove};
pub use share::{NewShare, Shared, share};
pub use transfer::transfer;
pub use withdraw::withdraw;
