//! Notifications as clients see them.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};

use crate::entity::{notification, word};
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::Event;
use crate::graphql::registration::{Registration, registration_node};
use crate::graphql::scalar::Instant;

connection!(NotificationConnection, NotificationEdge, Notification, "notification");

/// What a person is told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::NotificationKind")]
pub enum NotificationKind {
    /// They have seats, by themself or by an editor's hand.
    Registered,
    /// They are in line for seats.
    Waitlisted,
    /// They got their seats from the line.
    Promoted,
    /// Somebody else cancelled their registration.
    RegistrationCancelled,
    /// An event that they are registered or in line for has another time or place.
    EventChanged,
    /// An event that they are registered or in line for will not take place.
    EventCancelled,
    /// An event that they have seats at starts soon.
    EventStartsSoon,
    /// An event was shared with them.
    EventShared,
    /// An event that they had seats at is over, and takes their feedback.
    FeedbackInvited,
    /// An admin removed their feedback on an event.
    FeedbackRemoved,
}

/// Something that a person was told. Nobody else sees it.
#[derive(Clone)]
pub struct Notification(pub Arc<notification::Model>);

impl From<notification::Model> for Notification {
    fn from(row: notification::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// Something that a person was told. Nobody else sees it.
#[Object]
impl Notification {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What it is about.
    async fn kind(&self) -> NotificationKind {
        self.0.kind.into()
    }

    /// In words, as it was told at the time.
    async fn message(&self) -> &str {
        &self.0.message
    }

    /// The event; null where it is gone, or the viewer does not see it any more.
    async fn event(&self, ctx: &Context<'_>) -> ApiResult<Option<Event>> {
        let Some(id) = self.0.event_id else { return Ok(None) };
        Ok(ctx.loaders().events.load(id).await?.map(Event))
    }

    /// The viewer's registration that it is about, as it now stands; null where it is about none, or the
    /// viewer does not see the event any more.
    async fn registration(&self, ctx: &Context<'_>) -> ApiResult<Option<Registration>> {
        let Some(id) = self.0.registration_id else { return Ok(None) };
        registration_node(ctx, id).await
    }

    /// Whether it was marked as read.
    async fn is_read(&self) -> bool {
        self.0.read_at.is_some()
    }

    /// When it was told.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }
}
