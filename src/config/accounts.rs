//! Accounts and sessions.

use std::time::Duration;

use secrecy::SecretString;

use crate::config::{ConfigError, Environment, Source};

/// Fewest bytes of `JWT_SECRET`: as many as the output of the hash it keys (RFC 7518 §3.2).
const SECRET_BYTES: usize = 32;

/// Who may become an organizer at sign-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganizerSignup {
    /// Whoever wants to.
    Open,
    /// Nobody; an admin gives the role.
    Closed,
}

/// Whether people have to prove that their address is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailVerification {
    /// Before they have an account, and before another address takes the place of theirs.
    Required,
    /// They may; sign-up signs them in at once.
    Optional,
}

/// How people sign up and in.
#[derive(Debug, Clone)]
pub struct AccountConfig {
    /// `JWT_SECRET`: signs access tokens and cursors; at least 32 bytes. In development, where it is
    /// missing, one is made and kept in the database.
    pub jwt_secret: Option<SecretString>,
    /// `JWT_SECRET_PREVIOUS`: the secret that `JWT_SECRET` replaces; what it signed is still good.
    pub jwt_secret_previous: Option<SecretString>,
    /// `ACCESS_TOKEN_TTL`: how long an access token is good; 10 minutes.
    pub access_token_ttl: Duration,
    /// `REFRESH_TOKEN_TTL`: how long a session lives without being used; 30 days.
    pub refresh_token_ttl: Duration,
    /// `ORGANIZER_SIGNUP`: `open` (the default) or `closed`.
    pub organizer_signup: OrganizerSignup,
    /// `EMAIL_VERIFICATION`: `required` (the default) or `optional`.
    pub email_verification: EmailVerification,
}

impl AccountConfig {
    pub(super) fn read(source: &Source, environment: Environment) -> Result<Self, ConfigError> {
        let jwt_secret = source.get("JWT_SECRET").map(SecretString::from);
        match source.get("JWT_SECRET") {
            Some(secret) if secret.len() < SECRET_BYTES => {
                return Err(ConfigError::new(
                    "JWT_SECRET",
                    format!("is shorter than {SECRET_BYTES} bytes"),
                ));
            }
            None if environment == Environment::Production => {
                return Err(ConfigError::new(
                    "JWT_SECRET",
                    format!("must be set in production, to at least {SECRET_BYTES} bytes"),
                ));
            }
            _ => {}
        }
        Ok(Self {
            jwt_secret,
            jwt_secret_previous: previous(source)?,
            access_token_ttl: source.duration("ACCESS_TOKEN_TTL", "10m")?,
            refresh_token_ttl: source.duration("REFRESH_TOKEN_TTL", "30d")?,
            organizer_signup: source.one_of(
                "ORGANIZER_SIGNUP",
                "open",
                &[("open", OrganizerSignup::Open), ("closed", OrganizerSignup::Closed)],
            )?,
            email_verification: source.one_of(
                "EMAIL_VERIFICATION",
                "required",
                &[
                    ("required", EmailVerification::Required),
                    ("optional", EmailVerification::Optional),
                ],
            )?,
        })
    }
}

fn previous(source: &Source) -> Result<Option<SecretString>, ConfigError> {
    let name = "JWT_SECRET_PREVIOUS";
    match source.get(name) {
        Some(secret) if secret.len() < SECRET_BYTES => {
            Err(ConfigError::new(name, format!("is shorter than {SECRET_BYTES} bytes")))
        }
        secret => Ok(secret.map(SecretString::from)),
    }
}
