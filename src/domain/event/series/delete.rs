//! Deleting a series from here on.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;

use crate::domain::Core;
use crate::domain::access::{Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::event::series::amend::amend;
use crate::domain::event::series::coming::{self, Coming};
use crate::domain::notification::announce;
use crate::domain::registration;
use crate::entity::event_series;
use crate::entity::word::{EventStatus, VersionChange};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, EventSeriesId};

/// Hides the occurrences that are to come, cancelled ones too, from `from` on where it is given, and
/// cancels them with their registrations: all that the viewer owns, or none. Each can be brought back
/// by itself.
///
/// # Errors
/// NOT_FOUND; [`Failure::Forbidden`] for who owns none of them.
pub async fn delete(
    core: &Core,
    viewer: &Viewer,
    id: EventSeriesId,
    from: Option<DateTime<Utc>>,
) -> Result<(event_series::Model, Vec<EventId>), Failure> {
    let actor = viewer.signed_in()?.user.id;
    let on = core.db.begin().await?;
    let now = core.clock.now();
    let coming = Coming { after: now, from, with_cancelled: true };
    let (series, mut events) = coming::lock::<Owner>(&on, viewer, id, coming).await?;
    events.sort_by_key(|event| (event.starts_at, event.id));
    let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
    // Apart, since one that was cancelled before keeps the time of that.
    let (cancelled, standing) =
        events.into_iter().partition(|event| event.status == EventStatus::Cancelled);
    let word = VersionChange::Deleted;
    amend(core, &on, actor, word, cancelled, |row| row.deleted_at = Set(Some(now))).await?;
    let ended = amend(core, &on, actor, word, standing, |row| {
        row.status = Set(EventStatus::Cancelled);
        row.cancelled_at = Set(Some(now));
        row.deleted_at = Set(Some(now));
    })
    .await?;
    announce::cancelled(core, &on, &ended).await?;
    registration::cancel_all_of(core, &on, &ids).await?;
    let entries = ids.iter().map(|id| Entry::new(Action::EventDeleted, *id));
    audit::record_all(core, &on, viewer.signed_in()?, entries.collect()).await?;
    on.commit().await?;
    core.jobs.wake();
    Ok((series, ids))
}
