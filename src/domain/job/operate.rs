//! What an operator does with jobs.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::db::error::is_taken;
use crate::domain::Core;
use crate::entity::job;
use crate::entity::word::JobOutcome;
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::JobId;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Waiting or running.
    Pending,
    /// Given up.
    Failed,
    /// Done.
    Done,
}

impl Standing {
    /// Where `job` stands.
    #[must_use]
    pub fn of(job: &job::Model) -> Self {
        match job.outcome {
            None => Self::Pending,
            Some(JobOutcome::Failed) => Self::Failed,
            Some(JobOutcome::Done) => Self::Done,
        }
    }

    fn condition(self) -> Condition {
        let ended = |outcome| {
            let is_over = Condition::all().add(job::Column::FinishedAt.is_not_null());
            is_over.add(job::Column::Outcome.eq(outcome))
        };
        match self {
            Self::Pending => Condition::all().add(job::Column::FinishedAt.is_null()),
            Self::Failed => ended(JobOutcome::Failed),
            Self::Done => ended(JobOutcome::Done),
        }
    }
}

/// The jobs that stand so, the oldest first.
///
/// # Errors
/// As any query.
pub async fn list(core: &Core, standing: Standing, most: u64) -> Result<Vec<job::Model>, Failure> {
    let by =
        if standing == Standing::Pending { job::Column::RunAt } else { job::Column::FinishedAt };
    let jobs = job::Entity::find().filter(standing.condition());
    Ok(jobs.order_by_asc(by).order_by_asc(job::Column::Id).limit(most).all(core.db.read()).await?)
}

/// Lets a failed job run again, as if for the first time.
///
/// # Errors
/// NOT_FOUND where no failed job has the id; TAKEN where one of the same kind and key is waiting already.
pub async fn retry(core: &Core, id: JobId) -> Result<(), Failure> {
    let transaction = core.db.begin().await?;
    let revived = revive(core, &transaction, Condition::all().add(job::Column::Id.eq(id))).await;
    let revived = revived.map_err(|fault| {
        if !is_taken(&fault) {
            return Failure::from(fault);
        }
        Refusal::new(Code::Taken, "id", "Another job of this kind and key is waiting.").into()
    })?;
    if revived == 0 {
        return Err(Refusal::not_found("id", "failed job").into());
    }
    transaction.commit().await?;
    core.jobs.wake();
    Ok(())
}

/// Lets every failed job run again that none of its kind and key stands in the way of; tells how many.
///
/// # Errors
/// As any query.
pub async fn retry_all(core: &Core) -> Result<u64, Failure> {
    let mut revived = 0;
    for job in list(core, Standing::Failed, u64::MAX >> 1).await? {
        match retry(core, job.id).await {
            Ok(()) => revived += 1,
            Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(revived)
}

async fn revive(core: &Core, on: &impl ConnectionTrait, which: Condition) -> Result<u64, DbErr> {
    let revived = job::Entity::update_many()
        .col_expr(job::Column::Outcome, Expr::value(None::<JobOutcome>))
        .col_expr(job::Column::FinishedAt, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .col_expr(job::Column::Attempts, Expr::value(0))
        .col_expr(job::Column::RunAt, Expr::value(core.clock.now()))
        .filter(which)
        .filter(Standing::Failed.condition())
        .exec(on)
        .await?;
    Ok(revived.rows_affected)
}
