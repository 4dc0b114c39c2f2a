//! How long jobs are kept that have ended.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::domain::Core;
use crate::entity::job;
use crate::entity::word::JobOutcome;
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// For a look at what ran of late.
const DONE: TimeDelta = TimeDelta::days(1);
/// For an operator to see and to retry.
const FAILED: TimeDelta = TimeDelta::days(30);

/// Deletes jobs that ended long ago.
///
/// # Errors
/// As any query.
pub async fn sweep(core: &Core, on: &impl ConnectionTrait) -> Result<(), Failure> {
    let now = core.clock.now();
    for (outcome, age) in [(JobOutcome::Done, DONE), (JobOutcome::Failed, FAILED)] {
        job::Entity::delete_many()
            .filter(job::Column::FinishedAt.is_not_null())
            .filter(job::Column::Outcome.eq(outcome))
            .filter(job::Column::FinishedAt.lt(now - age))
            .exec(on)
            .await?;
    }
    Ok(())
}

/// Deletes what is kept or still to be done about a person whose account is erased.
///
/// # Errors
/// As any query.
pub async fn forget_person(on: &impl ConnectionTrait, person: UserId) -> Result<(), Failure> {
    job::Entity::delete_many().filter(job::Column::PersonId.eq(person)).exec(on).await?;
    Ok(())
}
