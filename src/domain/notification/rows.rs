//! The rows.

use std::collections::HashSet;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::db::bulk;
use crate::domain::notification::kind::is_once;
use crate::entity::notification::{self, Column, Entity};
use crate::kernel::error::Failure;
use crate::kernel::id::{NotificationId, UserId};

/// Inserts `rows`, those of a kind that is told once only where it was not told before, and answers those
/// that are new.
pub(super) async fn insert(
    on: &impl ConnectionTrait,
    rows: &[notification::Model],
) -> Result<Vec<notification::Model>, Failure> {
    if rows.iter().any(|row| is_once(row.kind)) {
        return insert_new(on, rows).await;
    }
    // The plain form: to look for conflicts first costs a rush of registrations more.
    bulk::insert(on, rows).await?;
    Ok(rows.to_vec())
}

/// Inserts those of `rows` that are new, by their keys or as what is told once, and answers them.
pub(super) async fn insert_new(
    on: &impl ConnectionTrait,
    rows: &[notification::Model],
) -> Result<Vec<notification::Model>, Failure> {
    let new: Vec<NotificationId> = bulk::insert_new(on, Column::Id, rows).await?;
    let new: HashSet<NotificationId> = new.into_iter().collect();
    Ok(rows.iter().filter(|row| new.contains(&row.id)).cloned().collect())
}

/// Deletes all that a person was told, whose account is erased.
///
/// # Errors
/// As any statement.
pub async fn forget_person(on: &impl ConnectionTrait, person: UserId) -> Result<(), Failure> {
    Entity::delete_many().filter(Column::UserId.eq(person)).exec(on).await?;
    Ok(())
}
