//! What the operator decided about accounts.

use std::time::Duration;

use crate::config::{AccountConfig, EmailVerification, OrganizerSignup};
use crate::entity::user;

/// What the operator decided about accounts.
#[derive(Debug, Clone)]
pub struct AccountRules {
    /// How long an access token is good.
    pub access_token_ttl: Duration,
    /// How long a session lives without being used.
    pub refresh_token_ttl: Duration,
    /// Who may become an organizer at sign-up.
    pub organizer_signup: OrganizerSignup,
    /// Whether people have to prove that their address is theirs.
    pub email_verification: EmailVerification,
}

impl AccountRules {
    /// Whether an address has to be proved before it counts.
    #[must_use]
    pub fn proves_addresses(&self) -> bool {
        self.email_verification == EmailVerification::Required
    }

    /// Whether the address of `user` is theirs: it was proved, or needs no proof.
    #[must_use]
    pub fn counts_address(&self, user: &user::Model) -> bool {
        user.email_verified_at.is_some() || !self.proves_addresses()
    }
}

impl From<&AccountConfig> for AccountRules {
    fn from(config: &AccountConfig) -> Self {
        Self {
            access_token_ttl: config.access_token_ttl,
            refresh_token_ttl: config.refresh_token_ttl,
            organizer_signup: config.organizer_signup,
            email_verification: config.email_verification,
        }
    }
}
