//! Forgetting sessions that ended, and refresh tokens that were used, long ago; and what nobody proved.

use chrono::TimeDelta;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::domain::Core;
use crate::domain::account::proof;
use crate::entity::{refresh_token, session};
use crate::kernel::error::Failure;
use crate::kernel::id::{RefreshTokenId, SessionId};

/// How long an ended session is kept: it shows the person's own export where they were, and that they have
/// been there keeps others from locking them out.
const KEPT: TimeDelta = TimeDelta::days(30);

/// How many rows go at once, so that no sweep holds the writer for long.
const AT_ONCE: u64 = 1000;

/// Deletes a thousand sessions at most that ended a month ago, with their tokens, and a thousand refresh
/// tokens that were used so long ago that they would have expired; and the codes, sign-ups and addresses whose
/// time to be proved is over.
///
/// # Errors
/// As any statement.
pub async fn sweep(core: &Core, on: &impl ConnectionTrait) -> Result<(), Failure> {
    let now = core.clock.now();
    let ended = Condition::any()
        .add(session::Column::ExpiresAt.lt(now - KEPT))
        .add(session::Column::RevokedAt.lt(now - KEPT));
    let sessions: Vec<SessionId> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(ended)
        .limit(AT_ONCE)
        .into_tuple()
        .all(on)
        .await?;
    let of_them = session::Column::Id.is_in(sessions);
    session::Entity::delete_many().filter(of_them).exec(on).await?;

    let ttl = TimeDelta::from_std(core.account_rules.refresh_token_ttl).unwrap_or(KEPT).max(KEPT);
    let tokens: Vec<RefreshTokenId> = refresh_token::Entity::find()
        .select_only()
        .column(refresh_token::Column::Id)
        .filter(refresh_token::Column::UsedAt.lt(now - ttl))
        .limit(AT_ONCE)
        .into_tuple()
        .all(on)
        .await?;
    // A token goes with its parent: the successors, one of which is good, are cut off first.
    refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::ParentId, Expr::value(Option::<RefreshTokenId>::None))
        .filter(refresh_token::Column::ParentId.is_in(tokens.iter().copied()))
        .exec(on)
        .await?;
    let of_them = refresh_token::Column::Id.is_in(tokens);
    refresh_token::Entity::delete_many().filter(of_them).exec(on).await?;
    proof::sweep(core, on).await
}
