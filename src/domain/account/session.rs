//! Sessions: opened by a sign-in, kept alive by their refresh tokens, ended by revoking them.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::account::{AccountRules, refresh_token};
use crate::entity::{refresh_token as token_row, session, user};
use crate::kernel::address::network_of;
use crate::kernel::error::Failure;
use crate::kernel::id::{RefreshTokenId, SessionId, UserId};

/// The longest name of a client, and the longest address, that are kept.
const USER_AGENT: usize = 512;
const ADDRESS: usize = 64;

/// What somebody signs in with, or refreshes their session.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// What the client calls itself.
    pub user_agent: Option<String>,
    /// Where it calls from.
    pub ip_address: Option<String>,
}

/// A session with fresh tokens, just opened or refreshed.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// Whose it is.
    pub user: user::Model,
    /// Which it is.
    pub id: SessionId,
    /// Where it was opened or refreshed from.
    pub ip_address: Option<String>,
    /// What the client keeps.
    pub tokens: Tokens,
}

/// What a client keeps of its session.
#[derive(Clone)]
pub struct Tokens {
    /// Comes with each request.
    pub access_token: String,
    /// When the access token ends.
    pub access_token_expires_at: DateTime<Utc>,
    /// Gets the next tokens, once.
    pub refresh_token: String,
    /// When the refresh token ends, and the session with it.
    pub refresh_token_expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Tokens(…)")
    }
}

impl Device {
    /// Cut to what is kept.
    pub(super) fn short(self) -> Self {
        Self {
            user_agent: self.user_agent.map(|text| cut(&text, USER_AGENT)),
            ip_address: self.ip_address.map(|text| cut(&text, ADDRESS)),
        }
    }
}

impl OpenSession {
    /// The session's person, as the viewer of what follows.
    #[must_use]
    pub fn viewer(&self, rules: &AccountRules) -> Viewer {
        let has_address = rules.counts_address(&self.user);
        Viewer::of(self.user.clone(), self.id, self.ip_address.clone(), has_address)
    }
}

/// Opens a session for `user`.
pub(super) async fn open(
    core: &Core,
    on: &impl ConnectionTrait,
    user: user::Model,
    device: Device,
) -> Result<OpenSession, Failure> {
    let now = core.clock.now();
    let id = SessionId::new(now, &*core.random);
    let expires_at = expiry(core, now)?;
    let device = device.short();
    session::ActiveModel {
        id: Set(id),
        user_id: Set(user.id),
        user_agent: Set(device.user_agent),
        ip_address: Set(device.ip_address.clone()),
        created_at: Set(now),
        last_used_at: Set(now),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
    }
    .insert(on)
    .await?;
    let tokens = issue(core, on, (user.id, id), None, expires_at).await?;
    Ok(OpenSession { user, id, ip_address: device.ip_address, tokens })
}

/// Makes the next tokens of a session, given for the refresh token `parent`.
pub(super) async fn issue(
    core: &Core,
    on: &impl ConnectionTrait,
    (user, session): (UserId, SessionId),
    parent: Option<RefreshTokenId>,
    expires_at: DateTime<Utc>,
) -> Result<Tokens, Failure> {
    let now = core.clock.now();
    let (refresh_token, token_hash) = refresh_token::make(&*core.random);
    token_row::ActiveModel {
        id: Set(RefreshTokenId::new(now, &*core.random)),
        session_id: Set(session),
        parent_id: Set(parent),
        token_hash: Set(token_hash),
        created_at: Set(now),
        used_at: Set(None),
        superseded_at: Set(None),
    }
    .insert(on)
    .await?;
    let ttl = core.account_rules.access_token_ttl;
    let (access_token, access_token_expires_at) = core.tokens.issue(user, session, now, ttl)?;
    Ok(Tokens {
        access_token,
        access_token_expires_at,
        refresh_token,
        refresh_token_expires_at: expires_at,
    })
}

/// Whether a session of `user` was ever used from the place of `address`, of the last hundred. For nobody
/// the same is asked, at the same price.
pub(super) async fn was_at(
    core: &Core,
    user: Option<UserId>,
    address: Option<&str>,
) -> Result<bool, Failure> {
    let Some(address) = address.filter(|_| core.throttle.is_on()) else { return Ok(false) };
    let addresses: Vec<Option<String>> = session::Entity::find()
        .select_only()
        .column(session::Column::IpAddress)
        .filter(session::Column::UserId.eq(user.unwrap_or(UserId(uuid::Uuid::nil()))))
        .order_by_desc(session::Column::CreatedAt)
        .limit(100)
        .into_tuple()
        .all(core.db.read())
        .await?;
    let here = network_of(address);
    Ok(addresses.iter().flatten().any(|there| network_of(there) == here))
}

/// As [`was_at`], of whoever has the address, if anybody has: one statement in any case.
pub(super) async fn owner_was_at(
    core: &Core,
    email_key: &str,
    address: Option<&str>,
) -> Result<bool, Failure> {
    let Some(address) = address.filter(|_| core.throttle.is_on()) else { return Ok(false) };
    let addresses: Vec<Option<String>> = session::Entity::find()
        .select_only()
        .column(session::Column::IpAddress)
        .join(JoinType::InnerJoin, session::Relation::User.def())
        .filter(user::Column::EmailKey.eq(email_key))
        .order_by_desc(session::Column::CreatedAt)
        .limit(100)
        .into_tuple()
        .all(core.db.read())
        .await?;
    let here = network_of(address);
    Ok(addresses.iter().flatten().any(|there| network_of(there) == here))
}

/// When a session ends that is not used again after `now`.
pub(super) fn expiry(core: &Core, now: DateTime<Utc>) -> Result<DateTime<Utc>, Failure> {
    TimeDelta::from_std(core.account_rules.refresh_token_ttl)
        .ok()
        .and_then(|ttl| now.checked_add_signed(ttl))
        .ok_or_else(|| Failure::internal("a refresh token outlives the calendar"))
}

/// Ends every session of `user` but `kept`.
pub(super) async fn revoke(
    core: &Core,
    on: &impl ConnectionTrait,
    user: UserId,
    kept: Option<SessionId>,
) -> Result<(), Failure> {
    let mut ending = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(core.clock.now()))
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(kept) = kept {
        ending = ending.filter(session::Column::Id.ne(kept));
    }
    ending.exec(on).await?;
    Ok(())
}

/// Ends one session.
pub(super) async fn revoke_one(
    core: &Core,
    on: &impl ConnectionTrait,
    id: SessionId,
) -> Result<(), Failure> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(core.clock.now()))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(on)
        .await?;
    Ok(())
}

fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
