//! What mutations on events answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::error::UserError;
use crate::graphql::event::Event;

/// The answer of `createEvent`.
#[derive(SimpleObject)]
pub struct CreateEventPayload {
    /// The new event; null where it was refused.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateEvent`.
#[derive(SimpleObject)]
pub struct UpdateEventPayload {
    /// The event as it now is; null where the change was refused. On STALE_VERSION the current state, for
    /// the client to merge.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `publishEvent`.
#[derive(SimpleObject)]
pub struct PublishEventPayload {
    /// The published event; null where that was refused.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `cancelEvent`.
#[derive(SimpleObject)]
pub struct CancelEventPayload {
    /// The cancelled event; null where that was refused.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `deleteEvent`.
#[derive(SimpleObject)]
pub struct DeleteEventPayload {
    /// The event that is gone; null where that was refused.
    pub(super) deleted_event_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `restoreEvent`.
#[derive(SimpleObject)]
pub struct RestoreEventPayload {
    /// The event, cancelled; null where bringing it back was refused.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `rollbackEvent`.
#[derive(SimpleObject)]
pub struct RollbackEventPayload {
    /// The event as it now is; null where that was refused. On STALE_VERSION the current state.
    pub(super) event: Option<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
