//! Giving seats or a place in line back.

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::registration::book::Outcome;
use crate::domain::registration::desk::Wish;
use crate::kernel::error::Failure;
use crate::kernel::id::RegistrationId;

/// Cancels a registration, by its registrant or an editor of the event. Freed seats go to those in line
/// in the same transaction.
///
/// # Errors
/// NOT_FOUND, ALREADY_CANCELLED; [`Failure::Forbidden`] for a collaborator who may only look;
/// [`Failure::Unavailable`] where too many wait at the desk.
pub async fn cancel(core: &Core, viewer: &Viewer, id: RegistrationId) -> Result<Outcome, Failure> {
    core.desk.ask_about(id, viewer, &core.clock, Wish::Cancel(id)).await
}
