//! Who sees what of a registration.

use crate::domain::access::{EventRole, Viewer};
use crate::entity::registration;

/// Whether the viewer, acting as `role` on its event, sees that the registration exists.
#[must_use]
pub fn sees(viewer: &Viewer, of: &registration::Model, role: Option<EventRole>) -> bool {
    viewer.is(of.user_id) || role.is_some()
}

/// Whether they see its tickets, whose codes open the door.
#[must_use]
pub fn sees_tickets(viewer: &Viewer, of: &registration::Model, role: Option<EventRole>) -> bool {
    viewer.is(of.user_id) || viewer.reads_everything() || role >= Some(EventRole::CheckIn)
}

/// Whether they see the registrant's address. An editor does not by registering whoever they like: the
/// person must have signed up, or been named by that very address.
#[must_use]
pub fn sees_email(viewer: &Viewer, of: &registration::Model, role: Option<EventRole>) -> bool {
    viewer.is(of.user_id)
        || viewer.reads_everything()
        || (of.shows_email && role >= Some(EventRole::Editor))
}
