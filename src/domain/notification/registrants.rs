//! Registrants of an event, a stretch at a time.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoSimpleExpr, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};
use uuid::Uuid;

use crate::entity::registration::Column;
use crate::entity::word::RegistrationStatus;
use crate::entity::{registration, user};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// The registration that a stretch ended with.
pub(super) type Place = (DateTime<Utc>, Uuid);

/// Up to `most` registrations of the event with this status, behind `after`, in the order in which they were
/// made, each with its person; those of erased accounts are left out.
pub(super) async fn stretch(
    on: &impl ConnectionTrait,
    event: EventId,
    status: RegistrationStatus,
    which: Condition,
    after: Option<Place>,
    most: u64,
) -> Result<Vec<(registration::Model, user::Model)>, Failure> {
    let mut select = registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::User.def())
        .select_also(user::Entity)
        .filter(Column::EventId.eq(event))
        .filter(Column::Status.into_simple_expr().eq(status.written()))
        .filter(which)
        .filter(user::Column::ErasedAt.is_null())
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(most);
    if let Some((created_at, id)) = after {
        let place =
            Expr::tuple([Column::CreatedAt.into_simple_expr(), Column::Id.into_simple_expr()]);
        select = select.filter(place.gt(Expr::tuple([Expr::val(created_at), Expr::val(id)])));
    }
    let rows = select.all(on).await?;
    Ok(rows.into_iter().filter_map(|(row, person)| Some((row, person?))).collect())
}

/// Where a stretch ends.
pub(super) fn end(rows: &[(registration::Model, user::Model)]) -> Option<Place> {
    rows.last().map(|(row, _)| (row.created_at, row.id.0))
}
