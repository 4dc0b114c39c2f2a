//! Refreshing a session: each refresh token gets the next one, once.
//!
//! A token that comes a second time was stolen, or its answer was lost. Within half a minute, and while
//! nobody has used the successor, it is taken for lost: the successor is superseded by another. Else
//! the session ends, for the thief and for the owner.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

use crate::domain::Core;
use crate::domain::account::refresh_token;
use crate::domain::account::session::{self, Device, OpenSession};
use crate::entity::{refresh_token as token_row, session as session_row, user};
use crate::kernel::error::{Code, Failure, Refusal};

/// For how long a lost answer may be fetched again.
const GRACE: TimeDelta = TimeDelta::seconds(30);

/// The session that `token` belongs to, with its next tokens. From here on it is known by the device that
/// refreshed it.
///
/// # Errors
/// INVALID_TOKEN where the token is unknown, used or superseded, its session or account ended, or the account's
/// address has to be proved by now.
pub async fn refresh(core: &Core, token: &str, device: Device) -> Result<OpenSession, Failure> {
    let stored = refresh_token::stored(token).ok_or_else(invalid)?;
    let transaction = core.db.begin().await?;
    let (token, session) = locked(&transaction, stored).await?.ok_or_else(invalid)?;
    let now = core.clock.now();
    let user = user::Entity::find_by_id(session.user_id).one(&transaction).await?;
    let user = user.filter(|user| user.is_active && user.erased_at.is_none());
    // Who could not sign in any more does not stay in for ever either.
    let user = user.filter(|user| core.account_rules.counts_address(user));
    let is_live = session.revoked_at.is_none() && session.expires_at > now;
    let Some(user) = user.filter(|_| is_live) else {
        return Err(invalid());
    };

    let parent = token.id;
    match claim(&transaction, token, now).await? {
        Claim::Granted => {}
        Claim::Superseded => return Err(invalid()),
        Claim::Reused => {
            session::revoke_one(core, &transaction, session.id).await?;
            transaction.commit().await?;
            return Err(invalid());
        }
    }
    let id = session.id;
    let expires_at = session::expiry(core, now)?;
    let mut session = session.into_active_model();
    let Device { user_agent, ip_address } = device.short();
    session.user_agent = Set(user_agent);
    session.ip_address = Set(ip_address.clone());
    session.last_used_at = Set(now);
    session.expires_at = Set(expires_at);
    session.update(&transaction).await?;
    let tokens =
        session::issue(core, &transaction, (user.id, id), Some(parent), expires_at).await?;
    transaction.commit().await?;
    Ok(OpenSession { user, id, ip_address, tokens })
}

enum Claim {
    /// A successor is due.
    Granted,
    /// Its place was taken by another before it was used.
    Superseded,
    /// It was used, and so was, or could have been, its successor.
    Reused,
}

/// The token and its session, which is locked, so that of many at once each sees what the one before
/// it did.
async fn locked(
    on: &DatabaseTransaction,
    stored: Vec<u8>,
) -> Result<Option<(token_row::Model, session_row::Model)>, Failure> {
    let by_hash = || token_row::Entity::find().filter(token_row::Column::TokenHash.eq(&*stored));
    let Some(seen) = by_hash().one(on).await? else {
        return Ok(None);
    };
    let session = session_row::Entity::find_by_id(seen.session_id)
        .lock(LockType::NoKeyUpdate)
        .one(on)
        .await?;
    // Again, since it may have been used while this waited for the lock.
    Ok(by_hash().one(on).await?.zip(session))
}

/// Marks the token used, or its lost successor superseded.
async fn claim(
    on: &DatabaseTransaction,
    token: token_row::Model,
    now: DateTime<Utc>,
) -> Result<Claim, Failure> {
    let Some(used_at) = token.used_at else {
        if token.superseded_at.is_some() {
            return Ok(Claim::Superseded);
        }
        let mut token = token.into_active_model();
        token.used_at = Set(Some(now));
        token.update(on).await?;
        return Ok(Claim::Granted);
    };
    let successor = token_row::Entity::find()
        .filter(token_row::Column::ParentId.eq(token.id))
        .filter(token_row::Column::SupersededAt.is_null())
        .one(on)
        .await?;
    match successor {
        Some(successor) if successor.used_at.is_none() && now - used_at <= GRACE => {
            let mut successor = successor.into_active_model();
            successor.superseded_at = Set(Some(now));
            successor.update(on).await?;
            Ok(Claim::Granted)
        }
        _ => Ok(Claim::Reused),
    }
}

fn invalid() -> Failure {
    let message = "This refresh token is no longer good; sign in again.";
    Refusal::new(Code::InvalidToken, "refreshToken", message).into()
}
