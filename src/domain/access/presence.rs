//! People as a command finds them once its transaction has begun.
//!
//! Who asks was read before that, and may have been disabled or erased in between. A command that gives
//! somebody what an erased account must not have, a seat or an event, holds them first: the shared lock
//! keeps the erasure, which locks the account before all else, waiting until the command is through,
//! and then it sees what the command made. A mere look would not do: the two could pass each other. Nor
//! does the foreign key: its lock suffers changes of the account.
//!
//! Accounts are locked before events, as erasure does it, so that the two never wait for each other.

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::access::{SignedIn, Viewer};
use crate::entity::user;
use crate::kernel::error::Failure;

/// The active accounts among `people`, which stay so until the transaction `on` ends; locked in the
/// order of their ids.
///
/// # Errors
/// As any query.
pub async fn hold(
    on: &impl ConnectionTrait,
    people: Condition,
) -> Result<Vec<user::Model>, Failure> {
    Ok(user::Entity::find()
        .filter(people)
        .filter(user::Column::IsActive.eq(true))
        .filter(user::Column::ErasedAt.is_null())
        .order_by_asc(user::Column::Id)
        .lock_shared()
        .all(on)
        .await?)
}

/// The person who asks, as they are and stay until the transaction `on` ends.
///
/// # Errors
/// [`Failure::Unauthenticated`] where the account was disabled or erased meanwhile.
pub async fn hold_viewer(on: &impl ConnectionTrait, person: &SignedIn) -> Result<Viewer, Failure> {
    let own = Condition::all().add(user::Column::Id.eq(person.user.id));
    let user = hold(on, own).await?.into_iter().next().ok_or(Failure::Unauthenticated)?;
    Ok(person.as_now(user))
}
