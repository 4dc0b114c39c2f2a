//! Bringing a deleted event back.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{EventAccess, Owner, Viewer};
use crate::entity::event;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// Brings a deleted event back. It stays cancelled, as do its registrations.
///
/// # Errors
/// NOT_FOUND where it was not deleted, or is not the viewer's.
pub async fn restore(core: &Core, viewer: &Viewer, id: EventId) -> Result<event::Model, Failure> {
    let transaction = core.db.begin().await?;
    let event =
        EventAccess::<Owner>::lock_deleted(&transaction, viewer, id, "id").await?.into_event();
    let mut row = event::ActiveModel::from(event);
    row.deleted_at = Set(None);
    row.updated_at = Set(core.clock.now());
    let restored = row.update(&transaction).await?;
    transaction.commit().await?;
    Ok(restored)
}
