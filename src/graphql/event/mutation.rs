//! Making and changing events.

use async_graphql::{Context, ID, Object};
use macros::authorized;

use crate::domain::event::{self, Editing};
use crate::entity::event::Model;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::event::Event;
use crate::graphql::event::input::{
    CancelEventInput, CreateEventInput, DeleteEventInput, PublishEventInput, RestoreEventInput,
    RollbackEventInput, UpdateEventInput,
};
use crate::graphql::event::payload::{
    CancelEventPayload, CreateEventPayload, DeleteEventPayload, PublishEventPayload,
    RestoreEventPayload, RollbackEventPayload, UpdateEventPayload,
};
use crate::graphql::node::input_id;
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::EventId;

/// Mutations on events.
#[derive(Default)]
pub struct EventMutation;

#[authorized]
#[Object]
impl EventMutation {
    /// Makes an event, owned by the viewer.
    #[auth(ORGANIZER)]
    async fn create_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the event is made from.")] input: CreateEventInput,
    ) -> ApiResult<CreateEventPayload> {
        let viewer = ctx.viewer();
        let organizer = viewer.organizer()?;
        let new = input.into_new(&organizer.person().user.time_zone);
        let outcome = event::create(ctx.core(), organizer, new).await;
        let (event, user_errors) = answer(ctx, outcome).await?;
        Ok(CreateEventPayload { event, user_errors })
    }

    /// Changes an event. A field left out stays as it is; null clears one that may be null.
    #[auth(EVENT_EDITOR)]
    async fn update_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and what to change.")] input: UpdateEventInput,
    ) -> ApiResult<UpdateEventPayload> {
        let outcome = match event_id(&input.id) {
            Ok(id) => {
                let expected = input.expected_version;
                event::update(ctx.core(), &ctx.viewer(), id, expected, input.into()).await
            }
            Err(failure) => Err(failure),
        };
        let (event, user_errors) = edited(ctx, outcome).await?;
        Ok(UpdateEventPayload { event, user_errors })
    }

    /// Publishes a draft; one that is published already stays as it is.
    #[auth(EVENT_EDITOR)]
    async fn publish_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event.")] input: PublishEventInput,
    ) -> ApiResult<PublishEventPayload> {
        let outcome = match event_id(&input.id) {
            Ok(id) => event::publish(ctx.core(), &ctx.viewer(), id).await,
            Err(failure) => Err(failure),
        };
        let (event, user_errors) = answer(ctx, outcome).await?;
        Ok(PublishEventPayload { event, user_errors })
    }

    /// Cancels an event. Everything is kept; registration stops.
    #[auth(EVENT_OWNER)]
    async fn cancel_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and why.")] input: CancelEventInput,
    ) -> ApiResult<CancelEventPayload> {
        let outcome = match event_id(&input.id) {
            Ok(id) => event::cancel(ctx.core(), &ctx.viewer(), id, input.reason).await,
            Err(failure) => Err(failure),
        };
        let (event, user_errors) = answer(ctx, outcome).await?;
        Ok(CancelEventPayload { event, user_errors })
    }

    /// Hides an event from everybody and cancels it with its registrations; restoreEvent brings it
    /// back.
    #[auth(EVENT_OWNER)]
    async fn delete_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event.")] input: DeleteEventInput,
    ) -> ApiResult<DeleteEventPayload> {
        let outcome = match event_id(&input.id) {
            Ok(id) => event::delete(ctx.core(), &ctx.viewer(), id).await,
            Err(failure) => Err(failure),
        };
        let (deleted, user_errors) = payload(outcome)?;
        ctx.fresh_loaders();
        let deleted_event_id = deleted.map(|id| id.to_string().into());
        Ok(DeleteEventPayload { deleted_event_id, user_errors })
    }

    /// Brings a deleted event back, cancelled.
    #[auth(EVENT_OWNER)]
    async fn restore_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event.")] input: RestoreEventInput,
    ) -> ApiResult<RestoreEventPayload> {
        let outcome = match event_id(&input.id) {
            Ok(id) => event::restore(ctx.core(), &ctx.viewer(), id).await,
            Err(failure) => Err(failure),
        };
        let (event, user_errors) = answer(ctx, outcome).await?;
        Ok(RestoreEventPayload { event, user_errors })
    }

    /// Puts an event's fields back to what they were in an earlier version, as a new version. Status,
    /// owner and registrations stay as they are; a category that is gone since is cleared.
    #[auth(EVENT_EDITOR)]
    async fn rollback_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and which version.")] input: RollbackEventInput,
    ) -> ApiResult<RollbackEventPayload> {
        let (to, expected) = (input.to_version, input.expected_version);
        let outcome = match event_id(&input.id) {
            Ok(id) => event::rollback(ctx.core(), &ctx.viewer(), id, to, expected).await,
            Err(failure) => Err(failure),
        };
        let (event, user_errors) = edited(ctx, outcome).await?;
        Ok(RollbackEventPayload { event, user_errors })
    }
}

fn event_id(id: &ID) -> Result<EventId, Failure> {
    input_id("id", id, EventId::parse)
}

/// The event that a command made or changed, on which the rest of the answer builds.
async fn answer(
    ctx: &Context<'_>,
    outcome: Result<Model, Failure>,
) -> ApiResult<(Option<Event>, Vec<UserError>)> {
    let (event, user_errors) = payload(outcome)?;
    let event = event.map(Event::from);
    let loaders = ctx.fresh_loaders();
    if let Some(Event(row)) = &event {
        loaders.events.prime(row.id, row.clone()).await;
    }
    Ok((event, user_errors))
}

/// As [`answer`], for a change that may come too late.
async fn edited(
    ctx: &Context<'_>,
    outcome: Result<Editing, Failure>,
) -> ApiResult<(Option<Event>, Vec<UserError>)> {
    let (outcome, is_stale) = match outcome {
        Ok(Editing::Done(event)) => (Ok(event), false),
        Ok(Editing::Stale(event)) => (Ok(event), true),
        Err(failure) => (Err(failure), false),
    };
    let (event, mut user_errors) = answer(ctx, outcome).await?;
    if is_stale {
        let message = "Somebody changed the event since; this is how it is now.";
        user_errors.push(Refusal::new(Code::StaleVersion, "expectedVersion", message).into());
    }
    Ok((event, user_errors))
}
