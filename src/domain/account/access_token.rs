//! Access tokens: short-lived JWTs (RFC 7519) that name a person and their session, and nothing more:
//! what the person may do is read from the database at each request.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};

use crate::kernel::error::Failure;
use crate::kernel::id::{SessionId, UserId};

/// Who makes the tokens, and who they are for.
const TURNOUT: &str = "turnout";

/// By how many seconds the clocks of two machines may differ.
const LEEWAY: i64 = 30;

/// Signs and reads access tokens.
#[derive(Clone)]
pub struct AccessTokens {
    sign: EncodingKey,
    verify: DecodingKey,
    /// Of the secret before this one, while it is being replaced.
    verify_previous: Option<DecodingKey>,
    rules: Validation,
}

/// What a token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearer {
    /// Whose it is.
    pub user: UserId,
    /// The session that it was made for.
    pub session: SessionId,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
}

impl std::fmt::Debug for AccessTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessTokens(…)")
    }
}

impl AccessTokens {
    /// Keyed by the server's secret; every copy of the server reads what another signed.
    #[must_use]
    pub fn new(secret: &[u8]) -> Self {
        let mut rules = Validation::new(Algorithm::HS256);
        rules.set_issuer(&[TURNOUT]);
        rules.set_audience(&[TURNOUT]);
        rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
        // The library asks the machine's clock; ours is asked in `read`.
        rules.validate_exp = false;
        rules.validate_nbf = false;
        Self {
            sign: EncodingKey::from_secret(secret),
            verify: DecodingKey::from_secret(secret),
            verify_previous: None,
            rules,
        }
    }

    /// Also reads what was signed with `previous`: the secret that this one replaces.
    #[must_use]
    pub fn accepting(self, previous: &[u8]) -> Self {
        Self { verify_previous: Some(DecodingKey::from_secret(previous)), ..self }
    }

    /// A token for the session, good for `ttl`.
    ///
    /// # Errors
    /// [`Failure::Internal`] where signing fails.
    pub fn issue(
        &self,
        user: UserId,
        session: SessionId,
        now: DateTime<Utc>,
        ttl: Duration,
    ) -> Result<(String, DateTime<Utc>), Failure> {
        let ttl = TimeDelta::from_std(ttl).map_err(Failure::internal)?;
        let exp = now.timestamp().saturating_add(ttl.num_seconds());
        let expires_at = DateTime::from_timestamp(exp, 0)
            .ok_or_else(|| Failure::internal("an access token outlives the calendar"))?;
        let claims = Claims {
            iss: TURNOUT.to_owned(),
            aud: TURNOUT.to_owned(),
            sub: user.to_string(),
            sid: session.to_string(),
            iat: now.timestamp(),
            exp,
            nbf: None,
        };
        let token = jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &self.sign)
            .map_err(Failure::internal)?;
        Ok((token, expires_at))
    }

    /// What `token` says; `None` where this server did not sign it, or it is not good at `now`.
    #[must_use]
    pub fn read(&self, token: &str, now: DateTime<Utc>) -> Option<Bearer> {
        let decode = |key| jsonwebtoken::decode::<Claims>(token, key, &self.rules).ok();
        let previous = || self.verify_previous.as_ref().and_then(decode);
        let claims = decode(&self.verify).or_else(previous)?.claims;
        let now = now.timestamp();
        let is_over = claims.exp.saturating_add(LEEWAY) < now;
        let begins = claims.nbf.unwrap_or(claims.iat).max(claims.iat);
        if is_over || begins.saturating_sub(LEEWAY) > now {
            return None;
        }
        Some(Bearer {
            user: UserId::parse(&claims.sub).ok()?,
            session: SessionId::parse(&claims.sid).ok()?,
            expires_at: DateTime::from_timestamp(claims.exp, 0)?,
        })
    }
}

#[cfg(test)]
#[path = "access_token_tests.rs"]
mod tests;
