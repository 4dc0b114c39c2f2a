//! Cancelling an event.

use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{EventAccess, Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::notification::announce;
use crate::domain::version;
use crate::entity::event;
use crate::entity::word::{EventStatus, VersionChange};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::EventId;
use crate::kernel::text;

const REASON: usize = 1000;

/// Cancels an event, a draft too, and tells its registrants. Its registrations stay as they are; new ones are
/// not taken.
///
/// # Errors
/// INVALID reason, NOT_FOUND, ALREADY_CANCELLED.
pub async fn cancel(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    reason: Option<String>,
) -> Result<event::Model, Failure> {
    let reason = reason_of(reason)?;
    let actor = viewer.signed_in()?.user.id;
    let transaction = core.db.begin().await?;
    let event = EventAccess::<Owner>::lock(&transaction, viewer, id, "id").await?.into_event();
    if event.status == EventStatus::Cancelled {
        let message = "The event was cancelled before.";
        return Err(Refusal::new(Code::AlreadyCancelled, "id", message).into());
    }
    let now = core.clock.now();
    let mut row = event::ActiveModel::from(event.clone());
    row.status = Set(EventStatus::Cancelled);
    row.cancellation_reason = Set(reason);
    row.cancelled_at = Set(Some(now));
    let change = VersionChange::Cancelled;
    let cancelled = version::amend(core, &transaction, actor, change, &event, row).await?;
    let change = (event, cancelled);
    announce::cancelled(core, &transaction, std::slice::from_ref(&change)).await?;
    let entry = Entry::new(Action::EventCancelled, id);
    audit::record(core, &transaction, viewer.signed_in()?, entry).await?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(change.1)
}

/// The reason, as it may be given.
pub(super) fn reason_of(reason: Option<String>) -> Result<Option<String>, Refusal> {
    reason.map(|reason| text::prose("reason", &reason, REASON)).transpose()
}
