//! Jobs that come again: one row for each, moved on by whichever process is first.

use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::domain::Core;
use crate::domain::job::{Ask, enqueue};
use crate::entity::schedule;
use crate::kernel::error::Failure;

/// Attempts of one turn; the next turn comes anyway.
const ATTEMPTS: i32 = 3;

/// A kind of job that comes again.
#[derive(Debug, Clone, Copy)]
pub struct Scheduled {
    /// The kind.
    pub kind: &'static str,
    /// How often.
    pub every: Duration,
}

/// Makes the rows of those schedules that have none, due at once.
///
/// # Errors
/// As any query.
pub async fn announce(core: &Core, schedules: &[Scheduled]) -> Result<(), Failure> {
    let now = core.clock.now();
    let rows = schedules
        .iter()
        .map(|one| schedule::ActiveModel { name: Set(one.kind.to_owned()), next_run_at: Set(now) });
    let transaction = core.db.begin().await?;
    schedule::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&transaction)
        .await?;
    Ok(transaction.commit().await?)
}

/// Enqueues those that are due. Of many processes that see the same row due one moves it on, and its job is
/// enqueued in the same commit. A turn that nobody was there for is not made up for; one that still waits
/// or runs is not doubled.
///
/// # Errors
/// As any query.
pub async fn enqueue_due(core: &Core, schedules: &[Scheduled]) -> Result<(), Failure> {
    let now = core.clock.now();
    let due = schedule::Entity::find()
        .filter(schedule::Column::NextRunAt.lte(now))
        .all(core.db.read())
        .await?;
    let known = schedules.iter().filter(|one| due.iter().any(|row| row.name == one.kind));
    for one in known {
        let every = TimeDelta::from_std(one.every).map_err(Failure::internal)?;
        let transaction = core.db.begin().await?;
        let moved = schedule::Entity::update_many()
            .col_expr(schedule::Column::NextRunAt, Expr::value(now + every))
            .filter(schedule::Column::Name.eq(one.kind))
            .filter(schedule::Column::NextRunAt.lte(now))
            .exec(&transaction)
            .await?;
        if moved.rows_affected > 0 {
            let ask = Ask { unique_key: Some("turn".to_owned()), ..Ask::default() };
            enqueue::insert(core, &transaction, one.kind, "null".to_owned(), ATTEMPTS, ask).await?;
        }
        transaction.commit().await?;
    }
    Ok(())
}
