//! Figures of events for those who run them.

mod object;

use std::sync::Arc;

use async_graphql::Context;
use chrono_tz::Tz;

use crate::domain::access::{EventAccess, Spectator};
use crate::domain::figures::organizer;
use crate::entity::event;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

pub use object::{DailyCount, EventStatistics, OrganizerSummary, RatingCount};

/// `Event.statistics`
pub async fn statistics(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
) -> ApiResult<EventStatistics> {
    let viewer = ctx.viewer();
    let collaborator = ctx.loaders().viewer_roles.load(event.id).await?;
    let access = EventAccess::<Spectator>::of(&viewer, (**event).clone(), collaborator)?;
    let zone: Tz = access.event().time_zone.parse().unwrap_or(Tz::UTC);
    let found = ctx.loaders().statistics.load((event.id, zone)).await?;
    Ok(found.map(EventStatistics).ok_or_else(|| Failure::internal("an event without figures"))?)
}

/// `Viewer.organizerSummary`
pub async fn organizer_summary(ctx: &Context<'_>, person: UserId) -> ApiResult<OrganizerSummary> {
    Ok(organizer::summary(ctx.core(), person).await?.into())
}
