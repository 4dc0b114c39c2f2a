//! What mutations on series answer.

use async_graphql::{ID, SimpleObject};

use crate::graphql::error::UserError;
use crate::graphql::event::{Event, EventSeries};

/// The answer of `createEventSeries`.
#[derive(SimpleObject)]
pub struct CreateEventSeriesPayload {
    /// The new series; null where it was refused.
    pub(super) series: Option<EventSeries>,
    /// Its events, soonest first; empty where it was refused.
    pub(super) events: Vec<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `updateEventSeries`.
#[derive(SimpleObject)]
pub struct UpdateEventSeriesPayload {
    /// The series; null where the change was refused.
    pub(super) series: Option<EventSeries>,
    /// The events that changed, as they now are, soonest first.
    pub(super) events: Vec<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `cancelEventSeries`.
#[derive(SimpleObject)]
pub struct CancelEventSeriesPayload {
    /// The series; null where that was refused.
    pub(super) series: Option<EventSeries>,
    /// The events that were cancelled, soonest first.
    pub(super) events: Vec<Event>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}

/// The answer of `deleteEventSeries`.
#[derive(SimpleObject)]
pub struct DeleteEventSeriesPayload {
    /// The events that are gone, soonest first.
    pub(super) deleted_event_ids: Vec<ID>,
    /// Why it was refused; empty where it was not.
    pub(super) user_errors: Vec<UserError>,
}
