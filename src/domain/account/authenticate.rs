//! Who a bearer token stands for.

use std::collections::HashMap;

use sea_orm::{EntityTrait, QueryFilter};

use crate::db::Db;
use crate::db::keys::is_in;
use crate::db::together::Together;
use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::account::Bearer;
use crate::entity::{session, user};
use crate::kernel::error::Failure;
use crate::kernel::id::SessionId;

/// Sessions with their people, as the database has them now: requests that come together are looked up
/// together. Nothing is kept, so that a change of a role or a revoked session holds at once.
#[derive(Debug, Clone)]
pub struct Sessions(Together<SessionId, (session::Model, user::Model)>);

impl Sessions {
    /// Reads from `db`.
    #[must_use]
    pub fn new(db: &Db) -> Self {
        let db = db.clone();
        Self(Together::new(move |ids| by_ids(db.clone(), ids)))
    }
}

async fn by_ids(
    db: Db,
    ids: Vec<SessionId>,
) -> Result<HashMap<SessionId, (session::Model, user::Model)>, Failure> {
    let rows = session::Entity::find()
        .find_also_related(user::Entity)
        .filter(is_in(session::Column::Id, &ids))
        .all(db.read())
        .await?;
    let whole = rows.into_iter().filter_map(|(session, user)| Some((session.id, (session, user?))));
    Ok(whole.collect())
}

/// The viewer that `bearer_token` stands for; `None` where the token is not good, or its session or
/// account no longer is. `ip_address` is where the request came from. One statement, for all who ask at once:
/// the role and all else is as the database has it now.
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
    let Some((session, user)) = core.sessions.0.find(bearer.session).await? else {
        return Ok(None);
    };
    let is_live = session.revoked_at.is_none() && session.expires_at > now;
    let is_whole = user.is_active && user.erased_at.is_none() && user.id == bearer.user;
    if !is_live || !is_whole {
        return Ok(None);
    }
    let has_address = core.account_rules.counts_address(&user);
    Ok(Some(Viewer::of(user, session.id, ip_address, has_address)))
}
