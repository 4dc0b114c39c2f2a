//! Publishing a draft.

use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{Editor, EventAccess, Viewer};
use crate::domain::version;
use crate::entity::event;
use crate::entity::word::{EventStatus, VersionChange};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::EventId;

/// Publishes a draft; one that is published already stays as it is.
///
/// # Errors
/// NOT_FOUND; INVALID where the event is cancelled.
pub async fn publish(core: &Core, viewer: &Viewer, id: EventId) -> Result<event::Model, Failure> {
    let actor = viewer.signed_in()?.user.id;
    let transaction = core.db.begin().await?;
    let event = EventAccess::<Editor>::lock(&transaction, viewer, id, "id").await?.into_event();
    match event.status {
        EventStatus::Published => return Ok(event),
        EventStatus::Cancelled => {
            return Err(Refusal::invalid("id", "A cancelled event cannot be published.").into());
        }
        EventStatus::Draft => {}
    }
    let mut row = event::ActiveModel::from(event.clone());
    row.status = Set(EventStatus::Published);
    let change = VersionChange::Published;
    let published = version::amend(core, &transaction, actor, change, &event, row).await?;
    transaction.commit().await?;
    Ok(published)
}
