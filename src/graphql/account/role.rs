//! Roles as clients see them.

use async_graphql::Enum;

use crate::entity::word;

/// What a person may do on the whole server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::Role")]
pub enum Role {
    /// Everything.
    Admin,
    /// Reads every user and event, keeps categories, changes nothing else.
    Staff,
    /// Creates events.
    Organizer,
    /// Browses, registers, gives feedback.
    Attendee,
}
