//! What proving an address and choosing a new password take and answer.

use async_graphql::{InputObject, SimpleObject};

use crate::graphql::account::SessionTokens;
use crate::graphql::error::UserError;

/// What an address is proved with.
#[derive(InputObject)]
pub struct VerifyEmailInput {
    /// The address.
    pub(super) email: String,
    /// The six digits from the mail.
    #[graphql(secret)]
    pub(super) code: String,
}

/// Whom to mail another code.
#[derive(InputObject)]
pub struct ResendVerificationInput {
    /// The address.
    pub(super) email: String,
}

/// Whose password to choose anew.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// The account's address.
    pub(super) email: String,
}

/// What a new password is chosen with.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// The account's address.
    pub(super) email: String,
    /// The six digits from the mail.
    #[graphql(secret)]
    pub(super) code: String,
    /// 8 to 128 characters, not too easily guessed.
    #[graphql(secret)]
    pub(super) new_password: String,
}

/// The answer of `verifyEmail`.
#[derive(SimpleObject)]
pub struct VerifyEmailPayload {
    /// The new session; null where it was refused, or the address was a new one of the viewer's.
    pub(super) session: Option<SessionTokens>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `resendVerification`.
#[derive(SimpleObject)]
pub struct ResendVerificationPayload {
    /// True whether or not the address is known.
    pub(super) accepted: bool,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `requestPasswordReset`.
#[derive(SimpleObject)]
pub struct RequestPasswordResetPayload {
    /// True whether or not the address is known.
    pub(super) accepted: bool,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `resetPassword`.
#[derive(SimpleObject)]
pub struct ResetPasswordPayload {
    /// The new session; null where it was refused.
    pub(super) session: Option<SessionTokens>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
