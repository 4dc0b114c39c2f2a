//! The closed sets of words of events, as clients spell them.

use async_graphql::Enum;

use crate::domain::access;
use crate::domain::event::list;
use crate::entity::word;

/// Where an event is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::EventStatus")]
pub enum EventStatus {
    /// Seen by its collaborators alone.
    Draft,
    /// Open to the world.
    Published,
    /// Will not take place; everything is kept.
    Cancelled,
}

/// Who finds an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::Visibility")]
pub enum EventVisibility {
    /// Listed for everyone.
    Public,
    /// Not listed; anyone with the id sees it.
    Unlisted,
    /// Only collaborators, registrants, staff and admins see it.
    Private,
}

/// Who sees the guest list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::GuestList")]
pub enum GuestListVisibility {
    /// Everyone who sees the event.
    Everyone,
    /// Those who have an active registration, and collaborators.
    Attendees,
    /// Collaborators alone.
    Collaborators,
}

/// Each role may do all that the ones below it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "access::EventRole")]
pub enum EventRole {
    /// Everything, with deleting, cancelling, sharing and handing the event on.
    Owner,
    /// Edits, publishes, rolls back, manages registrations.
    Editor,
    /// Checks tickets in.
    CheckIn,
    /// Sees the event whatever its status and visibility, its registrations, history and figures;
    /// changes nothing.
    Viewer,
}

/// What a list of events is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "list::OrderField")]
pub enum EventOrderField {
    /// When it starts.
    StartsAt,
    /// When it was made.
    CreatedAt,
    /// By title, without regard to case and accents.
    Title,
    /// How many seats are taken.
    RegisteredCount,
    /// How well it answers `search` and `near` of the filter: nearest to the dates first, then words that stand in
    /// the title, that begin one there, in the location, in the description; soonest first where that is equal. ASC is
    /// the best first.
    Relevance,
}
