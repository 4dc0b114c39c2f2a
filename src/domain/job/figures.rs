//! What there is to know of the queue from outside.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};

use crate::domain::Core;
use crate::entity::job;
use crate::entity::word::JobOutcome;
use crate::kernel::error::Failure;

/// How many jobs wait and failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Jobs that wait or run, by kind.
    pub pending: Vec<(String, u64)>,
    /// Jobs that were given up, by kind.
    pub failed: Vec<(String, u64)>,
    /// For how many seconds the job that has been due for longest has been so; 0 where none is.
    pub oldest_seconds: u64,
}

#[derive(FromQueryResult)]
struct Counted {
    kind: String,
    jobs: i64,
    oldest: Option<DateTime<Utc>>,
}

/// The queue's figures as they are now.
///
/// # Errors
/// As any query.
pub async fn figures(core: &Core) -> Result<Figures, Failure> {
    let by_kind = || {
        job::Entity::find()
            .select_only()
            .column(job::Column::Kind)
            .column_as(job::Column::Id.count(), "jobs")
            .column_as(job::Column::RunAt.min(), "oldest")
            .group_by(job::Column::Kind)
    };
    let read = core.db.read();
    let pending = by_kind().filter(job::Column::FinishedAt.is_null());
    let pending = pending.into_model::<Counted>().all(read).await?;
    let failed = by_kind()
        .filter(job::Column::FinishedAt.is_not_null())
        .filter(job::Column::Outcome.eq(JobOutcome::Failed));
    let failed = failed.into_model::<Counted>().all(read).await?;
    let oldest = pending.iter().filter_map(|row| row.oldest).min();
    let oldest = oldest.map_or(0, |run_at| (core.clock.now() - run_at).num_seconds());
    Ok(Figures {
        pending: counts(pending),
        failed: counts(failed),
        oldest_seconds: u64::try_from(oldest).unwrap_or_default(),
    })
}

fn counts(rows: Vec<Counted>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = rows
        .into_iter()
        .map(|row| (row.kind, u64::try_from(row.jobs).unwrap_or_default()))
        .collect();
    counts.sort_unstable();
    counts
}
