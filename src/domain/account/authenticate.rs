//! Who a bearer token stands for.

use sea_orm::EntityTrait;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::account::Bearer;
use crate::entity::{session, user};
use crate::kernel::error::Failure;

/// The viewer that `bearer_token` stands for; `None` where the token is not good, or its session or
/// account no longer is. `ip_address` is where the request came from. One statement: the role and all else is as the database has it now.
///
/// # Errors
/// As any query.
pub async fn authenticate(
    core: &Core,
    bearer_token: &str,
    ip_address: Option<String>,
) -> Result<Option<Viewer>, Failure> {
    match core.tokens.read(bearer_token, core.clock.now()) {
        Some(bearer) => viewer_of(core, bearer, ip_address).await,
        None => Ok(None),
    }
}

/// As [`authenticate`], of a token that was read already.
///
/// # Errors
/// As any query.
pub async fn viewer_of(
    core: &Core,
    bearer: Bearer,
    ip_address: Option<String>,
) -> Result<Option<Viewer>, Failure> {
    let now = core.clock.now();
    let found = session::Entity::find_by_id(bearer.session)
        .find_also_related(user::Entity)
        .one(core.db.read())
        .await?;
    let Some((session, Some(user))) = found else {
        return Ok(None);
    };
    let is_live = session.revoked_at.is_none() && session.expires_at > now;
    let is_whole = user.is_active && user.erased_at.is_none() && user.id == bearer.user;
    Ok((is_live && is_whole).then(|| Viewer::of(user, session.id, ip_address)))
}
