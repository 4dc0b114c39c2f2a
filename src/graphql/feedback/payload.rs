//! What mutations on feedback answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::error::UserError;
use crate::graphql::feedback::Feedback;

/// The answer of `leaveFeedback`.
#[derive(SimpleObject)]
pub struct LeaveFeedbackPayload {
    /// What was said; null where it was refused.
    pub(super) feedback: Option<Feedback>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateFeedback`.
#[derive(SimpleObject)]
pub struct UpdateFeedbackPayload {
    /// The feedback as it now is; null where the change was refused.
    pub(super) feedback: Option<Feedback>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `deleteFeedback`.
#[derive(SimpleObject)]
pub struct DeleteFeedbackPayload {
    /// The id that named it; null where it was refused.
    pub(super) deleted_feedback_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
