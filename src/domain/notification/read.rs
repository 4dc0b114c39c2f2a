//! Marking as read.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::entity::notification::{self, Column, Entity};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::NotificationId;

/// Marks one of the person's notifications as read; one that was read before keeps the time of that.
///
/// # Errors
/// NOT_FOUND where they have none of this id.
pub async fn mark_read(
    core: &Core,
    person: &SignedIn,
    id: NotificationId,
) -> Result<notification::Model, Failure> {
    let on = core.db.begin().await?;
    Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(core.clock.now()))
        .filter(Column::UserId.eq(person.user.id))
        .filter(Column::Id.eq(id))
        .filter(Column::ReadAt.is_null())
        .exec(&on)
        .await?;
    let read = Entity::find_by_id((person.user.id, id)).one(&on).await?;
    on.commit().await?;
    read.ok_or_else(|| Refusal::not_found("id", "notification").into())
}

/// Marks all of the person's notifications as read; how many were not before.
///
/// # Errors
/// As any statement.
pub async fn mark_all_read(core: &Core, person: &SignedIn) -> Result<u64, Failure> {
    let on = core.db.begin().await?;
    let marked = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(core.clock.now()))
        .filter(Column::UserId.eq(person.user.id))
        .filter(Column::ReadAt.is_null())
        .exec(&on)
        .await?;
    on.commit().await?;
    Ok(marked.rows_affected)
}
