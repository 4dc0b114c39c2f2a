//! Signing up, in and out.

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::access;
use crate::domain::account::{self, Device, SignedUp};
use crate::graphql::account::input::{RefreshSessionInput, SignInInput, SignUpInput};
use crate::graphql::account::payload::{
    RefreshSessionPayload, SignInPayload, SignOutPayload, SignUpPayload,
};
use crate::graphql::account::proof::{
    RequestPasswordResetInput, RequestPasswordResetPayload, ResendVerificationInput,
    ResendVerificationPayload, ResetPasswordInput, ResetPasswordPayload, VerifyEmailInput,
    VerifyEmailPayload,
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
    /// Makes an account and signs in to it. Where the server has addresses proved, a code is mailed first, and
    /// the account comes with verifyEmail; the answer is then the same whether or not the address has an account.
    async fn sign_up(&self, ctx: &Context<'_>, input: SignUpInput) -> ApiResult<SignUpPayload> {
        let outcome = account::sign_up(ctx.core(), input.into(), device(ctx)).await;
        let (signed_up, user_errors) = payload(outcome)?;
        let verification_required = matches!(signed_up, Some(SignedUp::ToVerify));
        let session = match signed_up {
            Some(SignedUp::Session(session)) => opened(ctx, Ok(*session))?.0,
            Some(SignedUp::ToVerify) | None => None,
        };
        Ok(SignUpPayload { session, verification_required, user_errors })
    }

    /// Proves an address by the code that was mailed there, and signs in: a new account comes to be. A new address
    /// from updateProfile is proved by the person who asked for it, signed in; it takes the place of the old one,
    /// and the answer has no session.
    async fn verify_email(
        &self,
        ctx: &Context<'_>,
        input: VerifyEmailInput,
    ) -> ApiResult<VerifyEmailPayload> {
        let VerifyEmailInput { email, code } = input;
        let outcome =
            account::verify_email(ctx.core(), &ctx.viewer(), &email, &code, device(ctx)).await;
        let (session, user_errors) = match outcome {
            Ok(None) => (None, Vec::new()),
            Ok(Some(session)) => opened(ctx, Ok(session))?,
            Err(failure) => opened(ctx, Err(failure))?,
        };
        Ok(VerifyEmailPayload { session, user_errors })
    }

    /// Has another code mailed to an address that waits to be proved, once a minute at most.
    async fn resend_verification(
        &self,
        ctx: &Context<'_>,
        input: ResendVerificationInput,
    ) -> ApiResult<ResendVerificationPayload> {
        let (viewer, from) = (ctx.viewer(), device(ctx).ip_address);
        let outcome =
            account::resend_verification(ctx.core(), &viewer, &input.email, from.as_deref()).await;
        let (accepted, user_errors) = payload(outcome)?;
        Ok(ResendVerificationPayload { accepted: accepted.is_some(), user_errors })
    }

    /// Has a code mailed with which a new password can be chosen, once a minute at most.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        input: RequestPasswordResetInput,
    ) -> ApiResult<RequestPasswordResetPayload> {
        let from = device(ctx).ip_address;
        let outcome =
            account::request_password_reset(ctx.core(), &input.email, from.as_deref()).await;
        let (accepted, user_errors) = payload(outcome)?;
        Ok(RequestPasswordResetPayload { accepted: accepted.is_some(), user_errors })
    }

    /// Chooses a new password by the code that was mailed, ends every session of the account and signs in. It
    /// proves the address too.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        input: ResetPasswordInput,
    ) -> ApiResult<ResetPasswordPayload> {
        let ResetPasswordInput { email, code, new_password } = input;
        let outcome =
            account::reset_password(ctx.core(), &email, &code, &new_password, device(ctx)).await;
        let (session, user_errors) = opened(ctx, outcome)?;
        Ok(ResetPasswordPayload { session, user_errors })
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
