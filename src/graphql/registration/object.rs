//! The registration as clients see it.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};

use crate::domain::registration::privacy;
use crate::entity::{registration, word};
use crate::graphql::account::User;
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiError, ApiResult};
use crate::graphql::event::Event;
use crate::graphql::registration::Ticket;
use crate::graphql::registration::access::role_over;
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;

connection!(RegistrationConnection, RegistrationEdge, Registration, "registrations");

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::RegistrationStatus")]
pub enum RegistrationStatus {
    /// It has its seats.
    Registered,
    /// It waits in line.
    Waitlisted,
    /// It was given up, or its event was deleted.
    Cancelled,
}

/// A person's sign-up for an event: a party of one or more seats.
#[derive(Clone)]
pub struct Registration(pub Arc<registration::Model>);

impl From<registration::Model> for Registration {
    fn from(row: registration::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// A person's sign-up for an event: a party of one or more seats.
#[Object]
impl Registration {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The event.
    async fn event(&self, ctx: &Context<'_>) -> ApiResult<Event> {
        let event = ctx.loaders().events.load(self.0.event_id).await?;
        event.map(Event).ok_or_else(|| missing("the event of a registration is hidden"))
    }

    /// The registrant.
    async fn user(&self, ctx: &Context<'_>) -> ApiResult<User> {
        let user = ctx.loaders().users.load(self.0.user_id).await?;
        user.map(User).ok_or_else(|| missing("a registration has no user"))
    }

    /// Seats asked for; a party is never split.
    async fn quantity(&self) -> i32 {
        self.0.quantity.count()
    }

    /// Where it stands.
    async fn status(&self) -> RegistrationStatus {
        self.0.status.into()
    }

    /// Place in line, from 1; null unless WAITLISTED. Counts parties ahead in line, plus one.
    async fn waitlist_position(&self, ctx: &Context<'_>) -> ApiResult<Option<i32>> {
        if self.0.status != word::RegistrationStatus::Waitlisted {
            return Ok(None);
        }
        Ok(ctx.loaders().positions.load(self.0.id).await?)
    }

    /// One ticket a seat, empty unless REGISTERED. Null for anyone but the registrant, the event's
    /// collaborators from CHECK_IN up, staff and admins.
    async fn tickets(&self, ctx: &Context<'_>) -> ApiResult<Option<Vec<Ticket>>> {
        if !privacy::sees_tickets(&ctx.viewer(), &self.0, role_over(ctx, &self.0).await?) {
            return Ok(None);
        }
        if self.0.status != word::RegistrationStatus::Registered {
            return Ok(Some(Vec::new()));
        }
        let tickets = ctx.loaders().tickets_of.load(self.0.id).await?.unwrap_or_default();
        let wrap = |row| Ticket { row: Arc::new(row), holder: Arc::clone(&self.0) };
        Ok(Some(tickets.iter().cloned().map(wrap).collect()))
    }

    /// The registrant's address; null for anyone but the registrant, the event's editors, staff and
    /// admins. Editors do not see it either where one of them registered the person by id or username.
    async fn email(&self, ctx: &Context<'_>) -> ApiResult<Option<String>> {
        if !privacy::sees_email(&ctx.viewer(), &self.0, role_over(ctx, &self.0).await?) {
            return Ok(None);
        }
        let user = ctx.loaders().users.load(self.0.user_id).await?;
        Ok(user.filter(|user| user.erased_at.is_none()).map(|user| user.email.clone()))
    }

    /// When it was made.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// When the seats were given: at once, or by promotion from the waitlist.
    async fn registered_at(&self) -> Option<Instant> {
        self.0.registered_at.map(Instant)
    }

    /// When it was given up; null while it stands.
    async fn cancelled_at(&self) -> Option<Instant> {
        self.0.cancelled_at.map(Instant)
    }
}

fn missing(what: &str) -> ApiError {
    Failure::internal(what).into()
}
