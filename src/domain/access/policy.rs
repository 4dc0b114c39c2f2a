//! The table of who may see and do what with an event, as functions of values.

use crate::domain::access::Viewer;
use crate::entity::event;
use crate::entity::word::{CollaboratorRole, EventStatus, Role, Visibility};

/// What a viewer is to an event. Each may do all that the ones before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventRole {
    /// Sees everything, changes nothing.
    Viewer,
    /// Checks tickets in.
    CheckIn,
    /// Edits, publishes, manages registrations.
    Editor,
    /// Everything.
    Owner,
}

impl EventRole {
    /// The role that an event is shared as; `None` for the owner's, which is handed on instead.
    #[must_use]
    pub fn shared(self) -> Option<CollaboratorRole> {
        match self {
            Self::Owner => None,
            Self::Editor => Some(CollaboratorRole::Editor),
            Self::CheckIn => Some(CollaboratorRole::CheckIn),
            Self::Viewer => Some(CollaboratorRole::Viewer),
        }
    }
}

impl From<CollaboratorRole> for EventRole {
    fn from(role: CollaboratorRole) -> Self {
        match role {
            CollaboratorRole::Viewer => Self::Viewer,
            CollaboratorRole::CheckIn => Self::CheckIn,
            CollaboratorRole::Editor => Self::Editor,
        }
    }
}

/// What the event was shared with the viewer as; OWNER for its organizer. Platform roles do not count.
#[must_use]
pub fn shared_role(
    viewer: &Viewer,
    event: &event::Model,
    collaborator: Option<CollaboratorRole>,
) -> Option<EventRole> {
    if viewer.is(event.organizer_id) {
        return Some(EventRole::Owner);
    }
    collaborator.map(EventRole::from)
}

/// What the viewer may act as: the shared role, ADMIN as OWNER, STAFF at least as VIEWER.
#[must_use]
pub fn acting_role(
    viewer: &Viewer,
    event: &event::Model,
    collaborator: Option<CollaboratorRole>,
) -> Option<EventRole> {
    let platform = match viewer.role() {
        Some(Role::Admin) => Some(EventRole::Owner),
        Some(Role::Staff) => Some(EventRole::Viewer),
        _ => None,
    };
    shared_role(viewer, event, collaborator).max(platform)
}

/// Whether somebody with this role (if any) and this standing sees the event. The rows of a query are
/// filtered by the same rule in [`filter::visible`](super::filter::visible).
#[must_use]
pub fn sees(role: Option<EventRole>, is_registrant: bool, event: &event::Model) -> bool {
    if event.deleted_at.is_some() {
        return false;
    }
    role.is_some()
        || (event.status != EventStatus::Draft
            && (event.visibility != Visibility::Private || is_registrant))
}
