//! Who may see and do what.
//!
//! Access is a value that must be obtained, not a bool that may be forgotten: a command takes a
//! [`SignedIn`], a [`StaffAccess`], an [`AdminAccess`], an [`OrganizerAccess`] or an
//! [`EventAccess<Editor>`](EventAccess), and only this module makes them. Visibility is a condition in
//! the query itself ([`filter`]), so that no list, count or lookup can leak.

pub mod event;
pub mod filter;
pub mod policy;
pub mod presence;
pub mod shares;
pub mod viewer;

pub use event::{CheckIn, Editor, EventAccess, Level, Owner, Spectator};
pub use policy::EventRole;
pub use viewer::{AdminAccess, OrganizerAccess, SignedIn, StaffAccess, Viewer};
