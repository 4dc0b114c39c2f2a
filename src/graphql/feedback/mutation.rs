//! Giving, changing and taking back feedback.

use std::sync::Arc;

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::feedback::{self, FeedbackChange, NewFeedback, Outcome};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::feedback::Feedback;
use crate::graphql::feedback::input::{
    DeleteFeedbackInput, LeaveFeedbackInput, UpdateFeedbackInput,
};
use crate::graphql::feedback::payload::{
    DeleteFeedbackPayload, LeaveFeedbackPayload, UpdateFeedbackPayload,
};
use crate::graphql::node::input_id;
use crate::kernel::error::Failure;
use crate::kernel::id::FeedbackId;

/// Mutations on feedback.
#[derive(Default)]
pub struct FeedbackMutation;

#[authorized]
#[Object]
impl FeedbackMutation {
    /// Says how an event was, once it is over, by who had seats; once each.
    #[auth(SIGNED_IN)]
    async fn leave_feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and how it was.")] input: LeaveFeedbackInput,
    ) -> ApiResult<LeaveFeedbackPayload> {
        let outcome = async {
            feedback::leave(ctx.core(), &ctx.viewer(), NewFeedback::try_from(input)?).await
        };
        let (feedback, user_errors) = answer(ctx, outcome.await).await?;
        Ok(LeaveFeedbackPayload { feedback, user_errors })
    }

    /// Changes what the viewer said of an event.
    #[auth(SIGNED_IN)]
    async fn update_feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which feedback, and what to change.")] input: UpdateFeedbackInput,
    ) -> ApiResult<UpdateFeedbackPayload> {
        let outcome = async {
            let id = input_id("id", &input.id, FeedbackId::parse)?;
            feedback::update(ctx.core(), &ctx.viewer(), id, FeedbackChange::try_from(input)?).await
        };
        let (feedback, user_errors) = answer(ctx, outcome.await).await?;
        Ok(UpdateFeedbackPayload { feedback, user_errors })
    }

    /// Takes feedback back, by its author; an admin removes what is abusive.
    #[auth(SIGNED_IN)]
    async fn delete_feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which feedback.")] input: DeleteFeedbackInput,
    ) -> ApiResult<DeleteFeedbackPayload> {
        let outcome = async {
            let id = input_id("id", &input.id, FeedbackId::parse)?;
            feedback::delete(ctx.core(), &ctx.viewer(), id).await
        };
        let (deleted, user_errors) = payload(outcome.await)?;
        ctx.fresh_loaders();
        let deleted_feedback_id = deleted.map(|id| id.to_string().into());
        Ok(DeleteFeedbackPayload { deleted_feedback_id, user_errors })
    }
}

/// What a command made or changed, with the event as its transaction left it.
async fn answer(
    ctx: &Context<'_>,
    outcome: Result<Outcome, Failure>,
) -> ApiResult<(Option<Feedback>, Vec<UserError>)> {
    let (outcome, user_errors) = payload(outcome)?;
    let Some(Outcome { feedback, event }) = outcome else { return Ok((None, user_errors)) };
    let (feedback, event) = (Arc::new(feedback), Arc::new(event));
    let loaders = ctx.fresh_loaders();
    loaders.viewer_feedback.prime(event.id, Arc::clone(&feedback)).await;
    loaders.events.prime(event.id, event).await;
    Ok((Some(Feedback(feedback)), user_errors))
}
