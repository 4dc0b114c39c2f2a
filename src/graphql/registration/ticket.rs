//! The ticket as clients see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::domain::access::EventRole;
use crate::domain::registration::guess::Guess;
use crate::domain::registration::{lookup, ticket_code::TicketCode};
use crate::entity::{registration, ticket};
use crate::graphql::account::User;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::registration::access::{role_over, ticket_node};
use crate::graphql::registration::{Registration, qr};
use crate::graphql::scalar::Instant;

/// The right to one seat.
#[derive(Clone)]
pub struct Ticket {
    pub(super) row: Arc<ticket::Model>,
    pub(super) holder: Arc<registration::Model>,
}

/// The right to one seat.
#[Object]
impl Ticket {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// EVT-XXXXXXXXXX-N: unguessable, without look-alike letters; N counts the seats of one
    /// registration.
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// The registration that the seat belongs to.
    async fn registration(&self) -> Registration {
        Registration(Arc::clone(&self.holder))
    }

    /// Whether it has let somebody in.
    async fn is_used(&self) -> bool {
        self.row.checked_in_at.is_some()
    }

    /// When it let somebody in: at the scan, which a device without the network may have reported later.
    async fn checked_in_at(&self) -> Option<Instant> {
        self.row.checked_in_at.map(Instant)
    }

    /// Who let them in. Null for anyone but the event's collaborators from CHECK_IN up, staff and admins.
    async fn checked_in_by(&self, ctx: &Context<'_>) -> ApiResult<Option<User>> {
        let Some(person) = self.row.checked_in_by else { return Ok(None) };
        let role = role_over(ctx, &self.holder).await?;
        if role < Some(EventRole::CheckIn) && !ctx.viewer().reads_everything() {
            return Ok(None);
        }
        Ok(ctx.loaders().users.load(person).await?.map(User))
    }

    /// When it was given back, by a cancellation or for a smaller party; null while it is good.
    async fn cancelled_at(&self) -> Option<Instant> {
        self.row.cancelled_at.map(Instant)
    }

    /// The code as a QR picture, an SVG document.
    async fn qr_svg(&self) -> ApiResult<String> {
        Ok(qr::svg(&self.row.code)?)
    }
}

/// Queries on tickets.
#[derive(Default)]
pub struct TicketQuery;

#[Object]
impl TicketQuery {
    /// The ticket with this code, in any case and with look-alike letters mistaken for each other (O for 0, I
    /// and L for 1). For the ticket's holder, the event's collaborators from CHECK_IN up, staff and admins;
    /// null for anyone else.
    async fn ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "As it stands on the ticket.")] code: String,
    ) -> ApiResult<Option<Ticket>> {
        let Some(code) = TicketCode::parse(&code) else { return Ok(None) };
        let viewer = ctx.viewer();
        if viewer.person().is_none() {
            return Ok(None);
        }
        let address = ctx.client().ip_address.as_deref();
        let guess = Guess::begin(ctx.core(), &viewer, address).await?;
        let shown = match lookup::ticket_by_code(ctx.core(), &code).await? {
            None => None,
            Some(row) => {
                let id = row.id;
                ctx.loaders().tickets.prime(id, Arc::new(row)).await;
                ticket_node(ctx, id).await?
            }
        };
        if shown.is_none() {
            guess.was_wrong().await?;
        }
        Ok(shown)
    }
}
