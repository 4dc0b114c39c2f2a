//! How a claimed job ends: each only by the claim that still holds it.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, UpdateMany};
use uuid::Uuid;

use crate::domain::Core;
use crate::domain::job::{Fault, backoff};
use crate::entity::job;
use crate::entity::word::JobOutcome;
use crate::kernel::error::Failure;

/// Characters kept of what went wrong.
const LAST_ERROR: usize = 500;

/// Marks the job done, in the transaction of what it wrote. False where the lease lapsed and another process
/// has taken it over: then that transaction must not be committed.
///
/// # Errors
/// As any query.
pub async fn done(
    core: &Core,
    on: &impl ConnectionTrait,
    claimed: &job::Model,
) -> Result<bool, Failure> {
    let ended = mine(claimed)
        .col_expr(job::Column::Outcome, Expr::value(JobOutcome::Done))
        .col_expr(job::Column::FinishedAt, Expr::value(core.clock.now()))
        // What it was about is nobody's business any more.
        .col_expr(job::Column::Payload, Expr::value("null"))
        .col_expr(job::Column::LastError, Expr::value(None::<String>))
        .exec(on)
        .await?;
    Ok(ended.rows_affected > 0)
}

/// Puts the job off, or keeps it as failed where trying again is not worth it or was tried often enough.
/// True where it was given up.
///
/// # Errors
/// As any query.
pub async fn failed(core: &Core, claimed: &job::Model, fault: &Fault) -> Result<bool, Failure> {
    let now = core.clock.now();
    let text: String = fault.to_string().chars().take(LAST_ERROR).collect();
    let gives_up = matches!(fault, Fault::GiveUp(_)) || claimed.attempts >= claimed.max_attempts;
    let ending = mine(claimed).col_expr(job::Column::LastError, Expr::value(text));
    let ending = if gives_up {
        ending
            .col_expr(job::Column::Outcome, Expr::value(JobOutcome::Failed))
            .col_expr(job::Column::FinishedAt, Expr::value(now))
    } else {
        let run_at = now + backoff::delay(claimed.attempts, &*core.random);
        ending.col_expr(job::Column::RunAt, Expr::value(run_at))
    };
    let transaction = core.db.begin().await?;
    ending.exec(&transaction).await?;
    transaction.commit().await?;
    Ok(gives_up)
}

/// Gives the job back as if it had not been begun: this process stops.
///
/// # Errors
/// As any query.
pub async fn release(core: &Core, claimed: &job::Model) -> Result<(), Failure> {
    let begun = claimed.attempts.saturating_sub(1);
    let transaction = core.db.begin().await?;
    mine(claimed).col_expr(job::Column::Attempts, Expr::value(begun)).exec(&transaction).await?;
    Ok(transaction.commit().await?)
}

/// An update of the job, without its claim, where the claim is still this one.
fn mine(claimed: &job::Model) -> UpdateMany<job::Entity> {
    job::Entity::update_many()
        .col_expr(job::Column::LockedBy, Expr::value(None::<Uuid>))
        .col_expr(job::Column::LockedUntil, Expr::value(None::<chrono::DateTime<chrono::Utc>>))
        .filter(job::Column::Id.eq(claimed.id))
        .filter(job::Column::LockedBy.eq(claimed.locked_by))
        .filter(job::Column::FinishedAt.is_null())
}
