//! What an event shows of its shares; `Event`'s resolvers call these.

use std::sync::Arc;

use async_graphql::Context;

use crate::domain::access::{Owner, Spectator};
use crate::entity::event;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::granted;
use crate::graphql::sharing::{Collaborator, Invitation};

/// `Event.collaborators`
pub async fn collaborators(
    ctx: &Context<'_>,
    event: &event::Model,
) -> ApiResult<Vec<Collaborator>> {
    granted::<Spectator>(ctx, event).await?;
    let found = ctx.loaders().collaborators.load(event.id).await?.unwrap_or_default();
    Ok(found.iter().cloned().map(Collaborator).collect())
}

/// `Event.invitations`
pub async fn invitations(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
) -> ApiResult<Vec<Invitation>> {
    granted::<Owner>(ctx, event).await?;
    let loaders = ctx.loaders();
    // What hangs on the invitations asks for their event again.
    loaders.events.prime(event.id, Arc::clone(event)).await;
    let found = loaders.invitations.load(event.id).await?.unwrap_or_default();
    Ok(found.iter().cloned().map(Arc::new).map(Invitation).collect())
}
