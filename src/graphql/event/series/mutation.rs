//! Making and changing series.

use async_graphql::{Context, ID, Object};
use macros::authorized;

use crate::domain::event::series::{self, NewSeries};
use crate::entity::{event, event_series};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::event::series::input::{
    CancelEventSeriesInput, CreateEventSeriesInput, DeleteEventSeriesInput, UpdateEventSeriesInput,
};
use crate::graphql::event::series::payload::{
    CancelEventSeriesPayload, CreateEventSeriesPayload, DeleteEventSeriesPayload,
    UpdateEventSeriesPayload,
};
use crate::graphql::event::{Event, EventSeries};
use crate::graphql::node::input_id;
use crate::kernel::error::Failure;
use crate::kernel::id::EventSeriesId;

/// Mutations on series of events.
#[derive(Default)]
pub struct EventSeriesMutation;

#[authorized]
#[Object]
impl EventSeriesMutation {
    /// Makes an event for each occurrence of a recurrence rule, at most 366, owned by the viewer: all of
    /// them or none.
    #[auth(ORGANIZER)]
    async fn create_event_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first occurrence, and the rule.")] input: CreateEventSeriesInput,
    ) -> ApiResult<CreateEventSeriesPayload> {
        let viewer = ctx.viewer();
        let organizer = viewer.organizer()?;
        let event = input.event.into_new(&organizer.person().user.time_zone);
        let new = NewSeries { event, recurrence_rule: input.recurrence_rule };
        let outcome = series::create(ctx.core(), organizer, new).await;
        let (series, events, user_errors) = answer(ctx, outcome).await?;
        Ok(CreateEventSeriesPayload { series, events, user_errors })
    }

    /// Changes every occurrence that has not started and is not cancelled, of those that the viewer may
    /// edit: all of them or none. Each gets its own version.
    #[auth(EVENT_EDITOR)]
    async fn update_event_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series, and what to change.")] input: UpdateEventSeriesInput,
    ) -> ApiResult<UpdateEventSeriesPayload> {
        let outcome = match series_id(&input.series_id) {
            Ok(id) => series::update(ctx.core(), &ctx.viewer(), id, input.into()).await,
            Err(failure) => Err(failure),
        };
        let (series, events, user_errors) = answer(ctx, outcome).await?;
        Ok(UpdateEventSeriesPayload { series, events, user_errors })
    }

    /// Cancels every occurrence that has not started, of those that the viewer owns, or those from a time
    /// on: all of them or none. Everything is kept; registration stops.
    #[auth(EVENT_OWNER)]
    async fn cancel_event_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series, from when on, and why.")] input: CancelEventSeriesInput,
    ) -> ApiResult<CancelEventSeriesPayload> {
        let from = input.from.map(|from| from.0);
        let outcome = match series_id(&input.series_id) {
            Ok(id) => series::cancel(ctx.core(), &ctx.viewer(), id, from, input.reason).await,
            Err(failure) => Err(failure),
        };
        let (series, events, user_errors) = answer(ctx, outcome).await?;
        Ok(CancelEventSeriesPayload { series, events, user_errors })
    }

    /// Hides every occurrence that has not started, of those that the viewer owns, or those from a time
    /// on, and cancels them with their registrations: all of them or none. restoreEvent brings each back.
    #[auth(EVENT_OWNER)]
    async fn delete_event_series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which series, and from when on.")] input: DeleteEventSeriesInput,
    ) -> ApiResult<DeleteEventSeriesPayload> {
        let from = input.from.map(|from| from.0);
        let outcome = match series_id(&input.series_id) {
            Ok(id) => series::delete(ctx.core(), &ctx.viewer(), id, from).await,
            Err(failure) => Err(failure),
        };
        let (deleted, user_errors) = payload(outcome)?;
        ctx.fresh_loaders();
        let deleted = deleted.map(|(_, ids)| ids).unwrap_or_default();
        let deleted_event_ids = deleted.iter().map(|id| id.to_string().into()).collect();
        Ok(DeleteEventSeriesPayload { deleted_event_ids, user_errors })
    }
}

fn series_id(id: &ID) -> Result<EventSeriesId, Failure> {
    input_id("seriesId", id, EventSeriesId::parse)
}

/// The series and the events that a command made or changed, on which the rest of the answer builds.
async fn answer(
    ctx: &Context<'_>,
    outcome: Result<(event_series::Model, Vec<event::Model>), Failure>,
) -> ApiResult<(Option<EventSeries>, Vec<Event>, Vec<UserError>)> {
    let (made, user_errors) = payload(outcome)?;
    let loaders = ctx.fresh_loaders();
    let Some((series, rows)) = made else { return Ok((None, Vec::new(), user_errors)) };
    let series = EventSeries(std::sync::Arc::new(series));
    loaders.series.prime(series.0.id, std::sync::Arc::clone(&series.0)).await;
    let events: Vec<Event> = rows.into_iter().map(Event::from).collect();
    for Event(row) in &events {
        loaders.events.prime(row.id, std::sync::Arc::clone(row)).await;
    }
    Ok((Some(series), events, user_errors))
}
