//! Deleting an event: it is hidden from everybody and cancelled, and no row is lost.

use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{EventAccess, Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::notification::announce;
use crate::domain::registration;
use crate::domain::version;
use crate::entity::event;
use crate::entity::word::{EventStatus, VersionChange};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// Deletes an event, tells its registrants and cancels their registrations; [`restore`](super::restore()) brings it back.
///
/// # Errors
/// NOT_FOUND.
pub async fn delete(core: &Core, viewer: &Viewer, id: EventId) -> Result<EventId, Failure> {
    let actor = viewer.signed_in()?.user.id;
    let transaction = core.db.begin().await?;
    let event = EventAccess::<Owner>::lock(&transaction, viewer, id, "id").await?.into_event();
    let now = core.clock.now();
    let cancelled_at = event.cancelled_at.unwrap_or(now);
    let mut row = event::ActiveModel::from(event.clone());
    row.status = Set(EventStatus::Cancelled);
    row.cancelled_at = Set(Some(cancelled_at));
    row.deleted_at = Set(Some(now));
    let change = VersionChange::Deleted;
    let deleted = version::amend(core, &transaction, actor, change, &event, row).await?;
    let change = (event, deleted);
    // While they still are what they were.
    announce::cancelled(core, &transaction, std::slice::from_ref(&change)).await?;
    registration::cancel_all(core, &transaction, change.1).await?;
    let entry = Entry::new(Action::EventDeleted, id);
    audit::record(core, &transaction, viewer.signed_in()?, entry).await?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(id)
}
