//! What the viewer may do with an event that is shown, from the loaders, so that a page of events takes
//! one statement.

use async_graphql::Context;

use crate::domain::access::{EventAccess, Level};
use crate::entity::event;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;

/// The rights of level `L` over `event`, which the viewer is known to see.
///
/// # Errors
/// UNAUTHENTICATED, FORBIDDEN.
pub async fn granted<L: Level>(
    ctx: &Context<'_>,
    event: &event::Model,
) -> ApiResult<EventAccess<L>> {
    let viewer = ctx.viewer();
    let shared = match viewer.id() {
        Some(person) if person != event.organizer_id => {
            ctx.loaders().viewer_roles.load(event.id).await?
        }
        _ => None,
    };
    Ok(EventAccess::of(&viewer, event.clone(), shared)?)
}
