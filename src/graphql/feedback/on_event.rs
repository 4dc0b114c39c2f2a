//! What an event shows of its feedback; `Event`'s resolvers call these.

use std::sync::Arc;

use async_graphql::Context;

use crate::entity::event;
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::feedback::{Feedback, FeedbackConnection};
use crate::kernel::error::Failure;
use crate::kernel::page::PageArgs;

/// `Event.feedback`
pub async fn feedback(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
    args: PageArgs,
) -> ApiResult<FeedbackConnection> {
    let loaders = ctx.loaders();
    // Each piece may ask for its event again.
    loaders.events.prime(event.id, Arc::clone(event)).await;
    let list = format!("feedback {}", event.id);
    let request = Arc::new(args.check(&ctx.core().cursors, &list)?);
    let page = loaders.feedback_pages.load((event.id, request)).await?;
    let page = page.ok_or_else(|| Failure::internal("a list of feedback without a page"))?;
    let counted = u64::try_from(event.feedback_count).unwrap_or_default();
    let count: Count = Box::new(move || Box::pin(async move { Ok(counted) }));
    Ok(FeedbackConnection(Connection::new(&ctx.core().cursors, list, page, Feedback, count)))
}

/// `Event.viewerFeedback`
pub async fn viewer_feedback(
    ctx: &Context<'_>,
    event: &event::Model,
) -> ApiResult<Option<Feedback>> {
    if ctx.viewer().person().is_none() {
        return Ok(None);
    }
    Ok(ctx.loaders().viewer_feedback.load(event.id).await?.map(Feedback))
}
