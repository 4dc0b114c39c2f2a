//! Bringing a deleted event back.

use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{EventAccess, Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::version;
use crate::entity::event;
use crate::entity::word::VersionChange;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// Brings a deleted event back. It stays cancelled, as do its registrations.
///
/// # Errors
/// NOT_FOUND where it was not deleted, or is not the viewer's.
pub async fn restore(core: &Core, viewer: &Viewer, id: EventId) -> Result<event::Model, Failure> {
    let actor = viewer.signed_in()?.user.id;
    let transaction = core.db.begin().await?;
    let event =
        EventAccess::<Owner>::lock_deleted(&transaction, viewer, id, "id").await?.into_event();
    let mut row = event::ActiveModel::from(event.clone());
    row.deleted_at = Set(None);
    let change = VersionChange::Restored;
    let restored = version::amend(core, &transaction, actor, change, &event, row).await?;
    let entry = Entry::new(Action::EventRestored, id);
    audit::record(core, &transaction, viewer.signed_in()?, entry).await?;
    transaction.commit().await?;
    Ok(restored)
}
