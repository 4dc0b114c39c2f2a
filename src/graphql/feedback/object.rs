//! Feedback as clients see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::entity::feedback;
use crate::graphql::account::User;
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::Event;
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;
use crate::kernel::id::FeedbackId;

connection!(FeedbackConnection, FeedbackEdge, Feedback, "feedback");

/// What somebody who had seats said of an event once it was over. Whoever sees the event sees it.
#[derive(Clone)]
pub struct Feedback(pub Arc<feedback::Model>);

/// What somebody who had seats said of an event once it was over. Whoever sees the event sees it.
#[Object]
impl Feedback {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The event.
    async fn event(&self, ctx: &Context<'_>) -> ApiResult<Event> {
        let event = ctx.loaders().events.load(self.0.event_id).await?;
        Ok(event.map(Event).ok_or_else(|| Failure::internal("the event of feedback is hidden"))?)
    }

    /// Who said it.
    async fn author(&self, ctx: &Context<'_>) -> ApiResult<User> {
        let author = ctx.loaders().users.load(self.0.author_id).await?;
        Ok(author.map(User).ok_or_else(|| Failure::internal("feedback without an author"))?)
    }

    /// From 1 (poor) to 5 (excellent).
    async fn rating(&self) -> i32 {
        self.0.rating
    }

    /// In their own words; may be empty.
    async fn comment(&self) -> &str {
        &self.0.comment
    }

    /// When it was given.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// When its author last changed it.
    async fn updated_at(&self) -> Instant {
        self.0.updated_at.into()
    }
}

/// The feedback with this id, where the viewer sees its event.
pub async fn feedback_node(ctx: &Context<'_>, id: FeedbackId) -> ApiResult<Option<Feedback>> {
    let Some(row) = ctx.loaders().feedback.load(id).await? else { return Ok(None) };
    let event = ctx.loaders().events.load(row.event_id).await?;
    Ok(event.map(|_| Feedback(row)))
}
