//! A session, and what else a person keeps of their account.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};

use crate::entity::{session, user};
use crate::graphql::context::ContextExt;
use crate::graphql::scalar::Instant;

/// Where the viewer is signed in.
#[derive(Clone)]
pub struct Session(pub Arc<session::Model>);

impl From<session::Model> for Session {
    fn from(row: session::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// Where the viewer is signed in.
#[Object]
impl Session {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When the viewer signed in.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// When the session was last refreshed, or opened.
    async fn last_used_at(&self) -> Instant {
        self.0.last_used_at.into()
    }

    /// When it ends, unless it is refreshed before.
    async fn expires_at(&self) -> Instant {
        self.0.expires_at.into()
    }

    /// What the client called itself when the session was last refreshed, or opened.
    async fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }

    /// Where the session was last refreshed from, or opened.
    async fn ip_address(&self) -> Option<&str> {
        self.0.ip_address.as_deref()
    }

    /// Whether this request belongs to it.
    async fn is_current(&self, ctx: &Context<'_>) -> bool {
        ctx.viewer().person().is_some_and(|person| person.session_id == self.0.id)
    }
}

/// What a person wants to be told.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct NotificationSettings {
    /// Whether notifications are mailed too. Codes that were asked for are mailed in any case.
    email: bool,
    /// Whether the reminders before events are mailed too; they are among the notifications in any case.
    reminders: bool,
}

impl NotificationSettings {
    pub(super) fn of(user: &user::Model) -> Self {
        Self { email: user.notify_by_email, reminders: user.notify_reminders }
    }
}
