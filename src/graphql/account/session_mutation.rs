//! Signing up, in and out.

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::access;
use crate::domain::account::{self, Device};
use crate::graphql::account::input::{RefreshSessionInput, SignInInput, SignUpInput};
use crate::graphql::account::payload::{
    RefreshSessionPayload, SignInPayload, SignOutPayload, SignUpPayload,
};
use crate::graphql::account::session::opened;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, payload};

/// Mutations on sessions.
#[derive(Default)]
pub struct SessionMutation;

#[authorized]
#[Object]
impl SessionMutation {
    /// Makes an account and signs in to it.
    async fn sign_up(&self, ctx: &Context<'_>, input: SignUpInput) -> ApiResult<SignUpPayload> {
        let outcome = account::sign_up(ctx.core(), input.into(), device(ctx)).await;
        let (session, user_errors) = opened(ctx, outcome)?;
        Ok(SignUpPayload { session, verification_required: false, user_errors })
    }

    /// Opens a session.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> ApiResult<SignInPayload> {
        let outcome =
            account::sign_in(ctx.core(), &input.login, &input.password, device(ctx)).await;
        let (session, user_errors) = opened(ctx, outcome)?;
        Ok(SignInPayload { session, user_errors })
    }

    /// Trades a refresh token for the session's next tokens. A token is good once: one that comes again
    /// ends its session, save that a lost answer may be fetched again within 30 seconds.
    async fn refresh_session(
        &self,
        ctx: &Context<'_>,
        input: RefreshSessionInput,
    ) -> ApiResult<RefreshSessionPayload> {
        let outcome = account::refresh(ctx.core(), &input.refresh_token, device(ctx)).await;
        let (session, user_errors) = opened(ctx, outcome)?;
        Ok(RefreshSessionPayload { session, user_errors })
    }

    /// Ends the session that the request came with.
    #[auth(SIGNED_IN)]
    async fn sign_out(&self, ctx: &Context<'_>) -> ApiResult<SignOutPayload> {
        let outcome = account::sign_out(ctx.core(), ctx.viewer().signed_in()?).await;
        let (done, user_errors) = payload(outcome)?;
        if done.is_some() {
            ctx.become_viewer(access::Viewer::Anonymous);
        }
        Ok(SignOutPayload { signed_out: done.is_some(), user_errors })
    }
}

fn device(ctx: &Context<'_>) -> Device {
    let client = ctx.client();
    Device { user_agent: client.user_agent.clone(), ip_address: client.ip_address.clone() }
}
