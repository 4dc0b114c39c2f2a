//! Changing how many seats a registration asks for.

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::registration::book::Outcome;
use crate::domain::registration::desk::Wish;
use crate::kernel::error::Failure;
use crate::kernel::id::RegistrationId;

/// Changes the quantity, for the registrant or an editor of the event. Fewer seats free the last
/// tickets, for those in line; more need room. A waiting party that shrinks keeps its place, one that
/// grows goes to the end of the line.
///
/// # Errors
/// NOT_FOUND, ALREADY_CANCELLED, INVALID quantity; EVENT_NOT_OPEN and EVENT_FULL for more seats;
/// [`Failure::Forbidden`] for a collaborator who may only look; [`Failure::Unavailable`] where too many
/// wait at the desk.
pub async fn update(
    core: &Core,
    viewer: &Viewer,
    id: RegistrationId,
    quantity: i32,
) -> Result<Outcome, Failure> {
    core.desk.ask_about(id, viewer, &core.clock, Wish::Resize(id, quantity)).await
}
