//! The rows of invitations.

use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, UpdateMany,
};

use crate::domain::Core;
use crate::entity::{event_invitation, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};

/// Takes the effect of an invitation to `email_key`, as long as it has one; whether it had. It stays in
/// the list of the owner exactly as it was: were it to go, the list would tell that somebody has the
/// address. To invite the address anew gives it effect again.
pub(super) async fn void(
    on: &impl ConnectionTrait,
    event: EventId,
    email_key: &str,
) -> Result<bool, Failure> {
    let voided = voiding(event).filter(event_invitation::Column::EmailKey.eq(email_key));
    Ok(voided.exec(on).await?.rows_affected > 0)
}

/// The same, for the address that `person` has.
pub(super) async fn void_of(
    core: &Core,
    on: &impl ConnectionTrait,
    event: EventId,
    person: UserId,
) -> Result<(), Failure> {
    let mut own = user::Entity::find_by_id(person);
    if core.account_rules.proves_addresses() {
        // To an address that is not known to be theirs somebody else may be invited.
        own = own.filter(user::Column::EmailVerifiedAt.is_not_null());
    }
    let address = own.select_only().column(user::Column::EmailKey).into_query();
    let voided = voiding(event).filter(event_invitation::Column::EmailKey.in_subquery(address));
    voided.exec(on).await?;
    Ok(())
}

fn voiding(event: EventId) -> UpdateMany<event_invitation::Entity> {
    event_invitation::Entity::update_many()
        .col_expr(event_invitation::Column::IsVoid, Expr::value(true))
        .filter(event_invitation::Column::EventId.eq(event))
        .filter(event_invitation::Column::IsVoid.eq(false))
}

/// Deletes an invitation; whether there was one, void ones too. For what the owner does, and for who
/// accepts, in the open.
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
