//! What mutations on accounts answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::account::{SessionTokens, User, Viewer};
use crate::graphql::error::UserError;

/// The answer of `signUp`.
#[derive(SimpleObject)]
pub struct SignUpPayload {
    /// The new person's session; null where it was refused, or the address must be verified first.
    pub(super) session: Option<SessionTokens>,
    /// Whether the address must be verified before signing in.
    pub(super) verification_required: bool,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `signIn`.
#[derive(SimpleObject)]
pub struct SignInPayload {
    /// The new session; null where it was refused.
    pub(super) session: Option<SessionTokens>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `refreshSession`.
#[derive(SimpleObject)]
pub struct RefreshSessionPayload {
    /// The session with its next tokens; null where it was refused.
    pub(super) session: Option<SessionTokens>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `signOut`.
#[derive(SimpleObject)]
pub struct SignOutPayload {
    /// Whether the session ended.
    pub(super) signed_out: bool,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `changePassword`.
#[derive(SimpleObject)]
pub struct ChangePasswordPayload {
    /// The signed-in person; null where the change was refused.
    pub(super) viewer: Option<Viewer>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateProfile`.
#[derive(SimpleObject)]
pub struct UpdateProfilePayload {
    /// The person as they now are; null where the change was refused.
    pub(super) viewer: Option<Viewer>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `createUser`.
#[derive(SimpleObject)]
pub struct CreateUserPayload {
    /// The new account; null where it was refused.
    pub(super) user: Option<User>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateUser`.
#[derive(SimpleObject)]
pub struct UpdateUserPayload {
    /// The account as it now is; null where the change was refused.
    pub(super) user: Option<User>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `deleteUser`.
#[derive(SimpleObject)]
pub struct DeleteUserPayload {
    /// The account that was erased; null where that was refused.
    pub(super) deleted_user_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
