//! A person's own sessions: seeing them, and ending them.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::{rows, session};
use crate::entity::session::{Column, Entity, Model};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::{SessionId, UserId};

/// The most that are shown; older sign-ins come to light as newer ones end.
const MOST: u64 = 100;

/// The person's live sessions, the latest sign-in first.
///
/// # Errors
/// As any query.
pub async fn sessions(core: &Core, person: &SignedIn) -> Result<Vec<Model>, Failure> {
    let latest = live(core, person.user.id).order_by_desc(Column::CreatedAt).limit(MOST);
    Ok(latest.all(core.db.read()).await?)
}

/// Those of `ids` that are live sessions of the person.
///
/// # Errors
/// As any query.
pub async fn sessions_by_ids(
    core: &Core,
    person: &SignedIn,
    ids: &[SessionId],
) -> Result<Vec<Model>, Failure> {
    Ok(live(core, person.user.id).filter(is_in(Column::Id, ids)).all(core.db.read()).await?)
}

/// Ends one of the person's own sessions, the current one too.
///
/// # Errors
/// NOT_FOUND where it is none of theirs, or over.
pub async fn revoke_session(
    core: &Core,
    person: &SignedIn,
    id: SessionId,
) -> Result<SessionId, Failure> {
    let transaction = core.db.begin().await?;
    let now = core.clock.now();
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::UserId.eq(person.user.id))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(&transaction)
        .await?;
    if ended.rows_affected == 0 {
        return Err(Refusal::not_found("sessionId", "session").into());
    }
    transaction.commit().await?;
    Ok(id)
}

/// Ends all of the person's sessions, the current one too, and tells how many were live.
///
/// # Errors
/// [`Failure::Unauthenticated`] where the account ended meanwhile.
pub async fn revoke_all_sessions(core: &Core, person: &SignedIn) -> Result<u64, Failure> {
    let transaction = core.db.begin().await?;
    // The lock parts this from a sign-in in the same moment: that is ended here, or comes after.
    rows::lock(&transaction, person.user.id).await?.ok_or(Failure::Unauthenticated)?;
    let now = core.clock.now();
    let ended = Entity::update_many()
        .col_expr(Column::RevokedAt, Expr::value(now))
        .filter(Column::UserId.eq(person.user.id))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(now))
        .exec(&transaction)
        .await?;
    session::revoke(core, &transaction, person.user.id, None).await?;
    transaction.commit().await?;
    Ok(ended.rows_affected)
}

fn live(core: &Core, person: UserId) -> Select<Entity> {
    Entity::find()
        .filter(Column::UserId.eq(person))
        .filter(Column::RevokedAt.is_null())
        .filter(Column::ExpiresAt.gt(core.clock.now()))
}
