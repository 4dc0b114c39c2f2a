//! What mutations on one's own sessions, settings and data answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::account::NotificationSettings;
use crate::graphql::error::UserError;

/// The answer of `revokeSession`.
#[derive(SimpleObject)]
pub struct RevokeSessionPayload {
    /// The session that ended; null where it was refused.
    pub(super) revoked_session_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `revokeAllSessions`.
#[derive(SimpleObject)]
pub struct RevokeAllSessionsPayload {
    /// How many sessions ended, the current one among them.
    pub(super) revoked_count: i32,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateNotificationSettings`.
#[derive(SimpleObject)]
pub struct UpdateNotificationSettingsPayload {
    /// The settings as they now are; null where the change was refused.
    pub(super) settings: Option<NotificationSettings>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `deleteAccount`.
#[derive(SimpleObject)]
pub struct DeleteAccountPayload {
    /// The account that was erased; null where that was refused.
    pub(super) deleted_user_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
