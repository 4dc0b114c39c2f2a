//! Shares as clients see them.

use std::sync::Arc;

use async_graphql::{Context, Object};

use crate::domain::access::EventRole as Role;
use crate::entity::{event_collaborator, event_invitation};
use crate::graphql::account::User;
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::{Event, EventRole};
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;

connection!(InvitationConnection, InvitationEdge, Invitation, "invitations");

/// A person with whom an event is shared.
#[derive(Clone)]
pub struct Collaborator(pub event_collaborator::Model);

/// A person with whom an event is shared.
#[Object]
impl Collaborator {
    /// With whom.
    async fn user(&self, ctx: &Context<'_>) -> ApiResult<User> {
        let user = ctx.loaders().users.load(self.0.user_id).await?;
        Ok(user.map(User).ok_or_else(|| Failure::internal("a collaborator without an account"))?)
    }

    /// As what; never OWNER.
    async fn role(&self) -> EventRole {
        Role::from(self.0.role).into()
    }

    /// Since when.
    async fn added_at(&self) -> Instant {
        self.0.added_at.into()
    }
}

/// An email address that was invited to an event, whether or not it has an account. Whoever signs in with
/// the address has the role, unless they gave it up or were removed since, of which the sender sees nothing.
#[derive(Clone)]
pub struct Invitation(pub Arc<event_invitation::Model>);

/// An email address that was invited to an event, whether or not it has an account. Whoever signs in with
/// the address has the role, unless they gave it up or were removed since, of which the sender sees nothing.
#[Object]
impl Invitation {
    /// To what.
    async fn event(&self, ctx: &Context<'_>) -> ApiResult<Event> {
        let event = ctx.loaders().events.load(self.0.event_id).await?;
        let hidden = || Failure::internal("the event of an invitation is hidden");
        Ok(event.map(Event).ok_or_else(hidden)?)
    }

    /// The address as it was typed.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// As what; never OWNER.
    async fn role(&self) -> EventRole {
        Role::from(self.0.role).into()
    }

    /// By whom. Null where the account is gone.
    async fn invited_by(&self, ctx: &Context<'_>) -> ApiResult<Option<User>> {
        let user = ctx.loaders().users.load(self.0.invited_by).await?;
        Ok(user.filter(|user| user.erased_at.is_none()).map(User))
    }

    /// When it was last sent.
    async fn invited_at(&self) -> Instant {
        self.0.invited_at.into()
    }
}
