//! The rows of invitations.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};

use crate::entity::{event_invitation, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};

/// Takes the effect of an invitation to the address of `person`, if there is one. It stays in the list:
/// were it to go, the list would tell whose address it is. To invite the address anew gives it effect
/// again.
pub(super) async fn void(
    on: &impl ConnectionTrait,
    event: EventId,
    person: UserId,
) -> Result<(), Failure> {
    let address =
        user::Entity::find_by_id(person).select_only().column(user::Column::EmailKey).into_query();
    event_invitation::Entity::update_many()
        .col_expr(event_invitation::Column::IsVoid, Expr::value(true))
        .filter(event_invitation::Column::EventId.eq(event))
        .filter(event_invitation::Column::EmailKey.in_subquery(address))
        .exec(on)
        .await?;
    Ok(())
}

/// Deletes an invitation; whether there was one, void ones too.
pub(super) async fn delete(
    on: &impl ConnectionTrait,
    event: EventId,
    email_key: &str,
) -> Result<bool, Failure> {
    let deleted = event_invitation::Entity::delete_many()
        .filter(event_invitation::Column::EventId.eq(event))
        .filter(event_invitation::Column::EmailKey.eq(email_key))
        .exec(on)
        .await?;
    Ok(deleted.rows_affected > 0)
}
