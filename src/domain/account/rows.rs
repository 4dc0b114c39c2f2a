//! Finding and locking the rows of accounts.

use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
};

use crate::db::error::is_taken;
use crate::domain::account::fields;
use crate::entity::user;
use crate::kernel::error::{Failure, Refusals};
use crate::kernel::id::UserId;

/// The lock of every change to an account: writers wait for one another, while rows that merely refer
/// to the account (a registration, say) go in beside it.
pub(super) const LOCK: LockType = LockType::NoKeyUpdate;

/// Loads and locks an account that is not erased.
pub(super) async fn lock(
    on: &impl ConnectionTrait,
    id: UserId,
) -> Result<Option<user::Model>, Failure> {
    Ok(user::Entity::find_by_id(id)
        .filter(user::Column::ErasedAt.is_null())
        .lock(LOCK)
        .one(on)
        .await?)
}

/// TAKEN for each of the two keys that an account other than `own` has.
pub(super) async fn refuse_taken(
    on: &impl ConnectionTrait,
    own: Option<UserId>,
    email_key: Option<&str>,
    username_key: Option<&str>,
) -> Result<(), Failure> {
    if email_key.is_none() && username_key.is_none() {
        return Ok(());
    }
    let either = Condition::any()
        .add_option(email_key.map(|key| user::Column::EmailKey.eq(key)))
        .add_option(username_key.map(|key| user::Column::UsernameKey.eq(key)));
    let others: Vec<user::Model> = user::Entity::find().filter(either).all(on).await?;
    let others = || others.iter().filter(|other| Some(other.id) != own);
    let mut refusals = Refusals::default();
    if others().any(|other| email_key == Some(&*other.email_key)) {
        refusals.push(fields::taken("email"));
    }
    if others().any(|other| username_key == Some(&*other.username_key)) {
        refusals.push(fields::taken("username"));
    }
    refusals.finish()
}

/// TAKEN where somebody else was first in the very moment.
pub(super) fn taken(fault: DbErr) -> Failure {
    if !is_taken(&fault) {
        return fault.into();
    }
    let field = if fault.to_string().contains("username") { "username" } else { "email" };
    fields::taken(field).into()
}
