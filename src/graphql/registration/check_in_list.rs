//! What a device at a door keeps, so that it knows good tickets from bad ones without the network.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object};

use crate::domain::access::{CheckIn, EventAccess};
use crate::domain::registration::{check_in_list, ticket_code};
use crate::entity::event;
use crate::graphql::account::User;
use crate::graphql::connection::{Connection, Count, connection};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;
use crate::kernel::page::PageArgs;

connection!(CheckInEntryConnection, CheckInEntryEdge, CheckInEntry, "tickets to be checked in");

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "check_in_list::TicketState")]
pub enum TicketState {
    /// It lets somebody in.
    Good,
    /// It has let somebody in.
    Used,
    /// It was given back.
    Cancelled,
}

/// A ticket as a device at a door keeps it: enough to know it when it is shown, not enough to make one.
#[derive(Clone)]
pub struct CheckInEntry(Arc<check_in_list::CheckInEntry>);

/// A ticket as a device at a door keeps it: enough to know it when it is shown, not enough to make one.
#[Object]
impl CheckInEntry {
    /// The id of the Ticket.
    async fn ticket_id(&self) -> ID {
        self.0.ticket.id.to_string().into()
    }

    /// SHA-256 of the code, 64 lower-case hexadecimal digits. The code is hashed as it stands on the ticket,
    /// EVT-XXXXXXXXXX-N; what was typed by hand is brought into that form first: upper case, no blanks, 0 for
    /// O, 1 for I and L.
    async fn code_hash(&self) -> String {
        ticket_code::hash(&self.0.ticket.code)
    }

    /// N of the code: counts the seats ever given to the registration, from 1.
    async fn seat_number(&self) -> i32 {
        self.0.ticket.seat_number
    }

    /// Whether it lets somebody in.
    async fn state(&self) -> TicketState {
        check_in_list::TicketState::of(&self.0.ticket).into()
    }

    /// When it let somebody in.
    async fn checked_in_at(&self) -> Option<Instant> {
        self.0.ticket.checked_in_at.map(Instant)
    }

    /// Who registered for the seat.
    async fn attendee(&self, ctx: &Context<'_>) -> ApiResult<User> {
        let found = ctx.loaders().users.load(self.0.holder).await?;
        Ok(found.map(User).ok_or_else(|| Failure::internal("a ticket without its holder"))?)
    }
}

/// `Event.checkInList`
pub async fn check_in_list(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
    args: PageArgs,
) -> ApiResult<CheckInEntryConnection> {
    let viewer = ctx.viewer();
    let collaborator = ctx.loaders().viewer_roles.load(event.id).await?;
    let access = EventAccess::<CheckIn>::of(&viewer, (**event).clone(), collaborator)?;
    let id = access.event().id;
    let list = format!("check-in {id}");
    let request = Arc::new(args.check(&ctx.core().cursors, &list)?);
    let loaders = ctx.loaders();
    let page = loaders.check_in_pages.load((id, request)).await?;
    let page = page.ok_or_else(|| Failure::internal("a check-in list without a page"))?;
    let count: Count = Box::new(move || {
        let loaders = Arc::clone(&loaders);
        Box::pin(async move { Ok(loaders.check_in_counts.load(id).await?.unwrap_or_default()) })
    });
    let connection = Connection::new(&ctx.core().cursors, list, page, CheckInEntry, count);
    Ok(CheckInEntryConnection(connection))
}
