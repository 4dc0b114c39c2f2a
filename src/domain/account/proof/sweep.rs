//! Forgetting what was never proved.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::domain::Core;
use crate::domain::account::proof::{new_address, pending};
use crate::entity::{one_time_code, pending_address, pending_sign_up, user};
use crate::kernel::error::Failure;

/// How long a new address waits for its code.
const ADDRESS_KEPT: TimeDelta = TimeDelta::days(7);

/// Deletes codes that expired, and sign-ups and addresses that nobody proved.
///
/// # Errors
/// As any query.
pub async fn sweep(core: &Core, on: &impl ConnectionTrait) -> Result<(), Failure> {
    let now = core.clock.now();
    one_time_code::Entity::delete_many()
        .filter(one_time_code::Column::ExpiresAt.lte(now))
        .exec(on)
        .await?;
    pending_sign_up::Entity::delete_many()
        .filter(pending_sign_up::Column::CreatedAt.lte(now - pending::KEPT))
        .exec(on)
        .await?;
    pending_address::Entity::delete_many()
        .filter(pending_address::Column::CreatedAt.lte(now - ADDRESS_KEPT))
        .exec(on)
        .await?;
    Ok(())
}

/// Forgets what waits for a person whose account is erased.
pub(in crate::domain::account) async fn forget(
    on: &impl ConnectionTrait,
    user: &user::Model,
) -> Result<(), Failure> {
    new_address::drop_asked(on, user.id).await?;
    pending_sign_up::Entity::delete_by_id(&*user.email_key).exec(on).await?;
    let about = |subject: &str| one_time_code::Column::Subject.eq(subject.to_owned());
    let theirs = one_time_code::Column::Subject.starts_with(format!("{} ", user.id));
    one_time_code::Entity::delete_many()
        .filter(sea_orm::Condition::any().add(about(&user.email_key)).add(theirs))
        .exec(on)
        .await?;
    Ok(())
}
