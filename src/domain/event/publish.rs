//! Publishing a draft.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{Editor, EventAccess, Viewer};
use crate::entity::event;
use crate::entity::word::EventStatus;
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::EventId;

/// Publishes a draft; one that is published already stays as it is.
///
/// # Errors
/// NOT_FOUND; INVALID where the event is cancelled.
pub async fn publish(core: &Core, viewer: &Viewer, id: EventId) -> Result<event::Model, Failure> {
    let transaction = core.db.begin().await?;
    let event = EventAccess::<Editor>::lock(&transaction, viewer, id, "id").await?.into_event();
    match event.status {
        EventStatus::Published => return Ok(event),
        EventStatus::Cancelled => {
            return Err(Refusal::invalid("id", "A cancelled event cannot be published.").into());
        }
        EventStatus::Draft => {}
    }
    let mut row = event::ActiveModel::from(event);
    row.status = Set(EventStatus::Published);
    row.updated_at = Set(core.clock.now());
    let published = row.update(&transaction).await?;
    transaction.commit().await?;
    Ok(published)
}
