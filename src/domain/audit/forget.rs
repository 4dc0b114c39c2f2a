//! Forgetting where requests came from; what was done, and by which account, stays.

use chrono::TimeDelta;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::domain::Core;
use crate::entity::audit_entry::{Column, Entity};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// How long an address is kept.
const KEPT: TimeDelta = TimeDelta::days(90);

/// Forgets where a person was, who is being erased.
///
/// # Errors
/// As any statement.
pub async fn forget_person(on: &impl ConnectionTrait, person: UserId) -> Result<(), Failure> {
    Entity::update_many()
        .col_expr(Column::IpAddress, Expr::value(Option::<String>::None))
        .filter(Column::ActorId.eq(person))
        .filter(Column::IpAddress.is_not_null())
        .exec(on)
        .await?;
    Ok(())
}

/// Forgets the addresses of lines older than 90 days.
///
/// # Errors
/// As any statement.
pub async fn sweep(core: &Core, on: &impl ConnectionTrait) -> Result<(), Failure> {
    Entity::update_many()
        .col_expr(Column::IpAddress, Expr::value(Option::<String>::None))
        .filter(Column::CreatedAt.lt(core.clock.now() - KEPT))
        .filter(Column::IpAddress.is_not_null())
        .exec(on)
        .await?;
    Ok(())
}
