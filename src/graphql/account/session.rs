//! What a client keeps of its session.

use async_graphql::{Context, SimpleObject};

use crate::domain::account::OpenSession;
use crate::graphql::account::Viewer;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;

/// What a client keeps of its session.
#[derive(SimpleObject)]
pub struct SessionTokens {
    /// A JWT; send it as `Authorization: Bearer …`.
    access_token: String,
    /// When the access token ends; refresh the session before.
    access_token_expires_at: Instant,
    /// Good for one use: refreshSession answers with the next one.
    refresh_token: String,
    /// When the refresh token ends, and the session with it.
    refresh_token_expires_at: Instant,
    /// Who is signed in.
    viewer: Viewer,
}

impl From<OpenSession> for SessionTokens {
    fn from(session: OpenSession) -> Self {
        let tokens = session.tokens;
        Self {
            access_token: tokens.access_token,
            access_token_expires_at: tokens.access_token_expires_at.into(),
            refresh_token: tokens.refresh_token,
            refresh_token_expires_at: tokens.refresh_token_expires_at.into(),
            viewer: session.user.into(),
        }
    }
}

/// The session that a command opened, as the viewer of its own answer, or why it did not.
pub(super) fn opened(
    ctx: &Context<'_>,
    outcome: Result<OpenSession, Failure>,
) -> ApiResult<(Option<SessionTokens>, Vec<UserError>)> {
    let (session, user_errors) = payload(outcome)?;
    if let Some(session) = &session {
        ctx.become_viewer(session.viewer(&ctx.core().account_rules));
    }
    Ok((session.map(SessionTokens::from), user_errors))
}
