//! Cancelling a series from here on.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::event::cancel::reason_of;
use crate::domain::event::series::amend::amend;
use crate::domain::event::series::coming::{self, Coming};
use crate::domain::notification::announce;
use crate::entity::word::{EventStatus, VersionChange};
use crate::entity::{event, event_series};
use crate::kernel::error::Failure;
use crate::kernel::id::EventSeriesId;

/// Cancels the occurrences that are to come, from `from` on where it is given: all that the viewer owns,
/// or none. Their registrations stay as they are.
///
/// # Errors
/// INVALID reason, NOT_FOUND; [`Failure::Forbidden`] for who owns none of them.
pub async fn cancel(
    core: &Core,
    viewer: &Viewer,
    id: EventSeriesId,
    from: Option<DateTime<Utc>>,
    reason: Option<String>,
) -> Result<(event_series::Model, Vec<event::Model>), Failure> {
    let reason = reason_of(reason)?;
    let actor = viewer.signed_in()?.user.id;
    let on = core.db.begin().await?;
    let now = core.clock.now();
    let coming = Coming { after: now, from, with_cancelled: false };
    let (series, events) = coming::lock::<Owner>(&on, viewer, id, coming).await?;
    let cancelled = amend(core, &on, actor, VersionChange::Cancelled, events, |row| {
        row.status = Set(EventStatus::Cancelled);
        row.cancellation_reason = Set(reason.clone());
        row.cancelled_at = Set(Some(now));
    })
    .await?;
    announce::cancelled(core, &on, &cancelled).await?;
    let entries = cancelled.iter().map(|(_, event)| Entry::new(Action::EventCancelled, event.id));
    audit::record_all(core, &on, viewer.signed_in()?, entries.collect()).await?;
    on.commit().await?;
    core.jobs.wake();
    let mut events: Vec<event::Model> = cancelled.into_iter().map(|(_, after)| after).collect();
    events.sort_by_key(|event| (event.starts_at, event.id));
    Ok((series, events))
}
