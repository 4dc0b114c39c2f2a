//! Making many events at once.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use macros::authorized;

use crate::domain::event;
use crate::entity::event::Model;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::event::Event;
use crate::graphql::event::input::CreateEventInput;
use crate::kernel::error::Failure;

/// Mutations on many events.
#[derive(Default)]
pub struct EventBatchMutation;

#[authorized]
#[Object]
impl EventBatchMutation {
    /// Makes 1 to 100 events, all of them or none, owned by the viewer. Every fault of every entry is told
    /// at once, with its path: `["events", "3", "title"]`.
    #[auth(ORGANIZER)]
    async fn create_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the events are made from.")] input: CreateEventsInput,
    ) -> ApiResult<CreateEventsPayload> {
        let viewer = ctx.viewer();
        let organizer = viewer.organizer()?;
        let home = &organizer.person().user.time_zone;
        let new = input.events.into_iter().map(|event| event.into_new(home)).collect();
        let outcome = event::create_all(ctx.core(), organizer, new).await;
        let (events, user_errors) = answer_all(ctx, outcome).await?;
        Ok(CreateEventsPayload { events, user_errors })
    }
}

/// What many events are made from.
#[derive(Debug, InputObject)]
pub struct CreateEventsInput {
    /// 1 to 100 events.
    events: Vec<CreateEventInput>,
}

/// The answer of `createEvents`.
#[derive(SimpleObject)]
pub struct CreateEventsPayload {
    /// The new events in the order of the input; empty where any of them was refused.
    events: Vec<Event>,
    /// Why they were refused; empty where they were not.
    user_errors: Vec<UserError>,
}

/// The events that a command made or changed, on which the rest of the answer builds.
pub(super) async fn answer_all(
    ctx: &Context<'_>,
    outcome: Result<Vec<Model>, Failure>,
) -> ApiResult<(Vec<Event>, Vec<UserError>)> {
    let (events, user_errors) = payload(outcome)?;
    let events: Vec<Event> = events.unwrap_or_default().into_iter().map(Event::from).collect();
    let loaders = ctx.fresh_loaders();
    for Event(row) in &events {
        loaders.events.prime(row.id, row.clone()).await;
    }
    Ok((events, user_errors))
}
