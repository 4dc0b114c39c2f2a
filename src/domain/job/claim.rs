//! Taking a job, for a while.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, LockBehavior, LockType, Query, SelectStatement,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::domain::Core;
use crate::entity::job;
use crate::kernel::error::Failure;

/// Takes the job of one of `kinds` that has been due for longest, for `lease`; `None` where none is due.
///
/// One statement: on PostgreSQL it skips what another process is just taking, on SQLite there is one writer.
/// The kinds are named, so that an older server leaves alone what only a newer one knows.
///
/// # Errors
/// As any query.
pub async fn claim(
    core: &Core,
    kinds: &[&str],
    lease: TimeDelta,
) -> Result<Option<job::Model>, Failure> {
    let now = core.clock.now();
    let mut token = [0_u8; 16];
    core.random.fill(&mut token);
    let transaction = core.db.begin().await?;
    let claimed = job::Entity::update_many()
        .col_expr(job::Column::LockedBy, Expr::value(Uuid::from_bytes(token)))
        .col_expr(job::Column::LockedUntil, Expr::value(now + lease))
        .col_expr(job::Column::Attempts, Expr::col(job::Column::Attempts).add(1))
        // `=` and not IN: the sub-query is run once, whatever the plan.
        .filter(
            Expr::col(job::Column::Id).eq(Expr::SubQuery(None, Box::new(next(kinds, now).into()))),
        )
        .exec_with_returning(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(claimed.into_iter().next())
}

/// Makes the claim hold for `lease` from now on, while the job still runs; false where it is lost, or the job ended.
///
/// # Errors
/// As any query.
pub async fn renew(core: &Core, claimed: &job::Model, lease: TimeDelta) -> Result<bool, Failure> {
    let transaction = core.db.begin().await?;
    let renewed = job::Entity::update_many()
        .col_expr(job::Column::LockedUntil, Expr::value(core.clock.now() + lease))
        .filter(job::Column::Id.eq(claimed.id))
        .filter(job::Column::LockedBy.eq(claimed.locked_by))
        .filter(job::Column::FinishedAt.is_null())
        .exec(&transaction)
        .await?;
    transaction.commit().await?;
    Ok(renewed.rows_affected > 0)
}

/// Whether [`claim`] would find one; asked of a reader, so that an idle server leaves the writer alone.
///
/// # Errors
/// As any query.
pub async fn is_any_due(core: &Core, kinds: &[&str]) -> Result<bool, Failure> {
    let due = job::Entity::find().filter(due(kinds, core.clock.now())).limit(1);
    Ok(due.one(core.db.read()).await?.is_some())
}

fn next(kinds: &[&str], now: DateTime<Utc>) -> SelectStatement {
    Query::select()
        .column(job::Column::Id)
        .from(job::Entity)
        .cond_where(due(kinds, now))
        .order_by(job::Column::RunAt, sea_orm::Order::Asc)
        .order_by(job::Column::Id, sea_orm::Order::Asc)
        .limit(1)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .to_owned()
}

fn due(kinds: &[&str], now: DateTime<Utc>) -> Condition {
    let free = Condition::any()
        .add(job::Column::LockedUntil.is_null())
        .add(job::Column::LockedUntil.lte(now));
    Condition::all()
        .add(job::Column::FinishedAt.is_null())
        .add(job::Column::RunAt.lte(now))
        .add(free)
        .add(job::Column::Kind.is_in(kinds.iter().copied()))
}
