//! What the viewer is to a registration, from the loaders, so that a page of them takes one statement.

use std::sync::Arc;

use async_graphql::Context;

use crate::domain::access::{EventRole, policy};
use crate::domain::registration::privacy;
use crate::entity::{event, registration};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::registration::{Registration, Ticket};
use crate::kernel::id::{RegistrationId, TicketId};

/// What the viewer acts as on `event`.
pub(crate) async fn role_on(
    ctx: &Context<'_>,
    event: &event::Model,
) -> ApiResult<Option<EventRole>> {
    let viewer = ctx.viewer();
    let collaborator = match viewer.id() {
        // Neither of them needs the table of shares.
        None => None,
        Some(person) if person == event.organizer_id => None,
        Some(_) => ctx.loaders().viewer_roles.load(event.id).await?,
    };
    Ok(policy::acting_role(&viewer, event, collaborator))
}

/// What the viewer acts as on the event of `registration`; of their own it does not matter, and is not
/// looked up.
pub(super) async fn role_over(
    ctx: &Context<'_>,
    registration: &registration::Model,
) -> ApiResult<Option<EventRole>> {
    if ctx.viewer().is(registration.user_id) {
        return Ok(None);
    }
    match ctx.loaders().events.load(registration.event_id).await? {
        Some(event) => role_on(ctx, &event).await,
        None => Ok(None),
    }
}

/// The registration with this id, where the viewer sees it and its event.
pub async fn registration_node(
    ctx: &Context<'_>,
    id: RegistrationId,
) -> ApiResult<Option<Registration>> {
    let Some(row) = ctx.loaders().registrations.load(id).await? else { return Ok(None) };
    let Some(event) = ctx.loaders().events.load(row.event_id).await? else { return Ok(None) };
    let role = role_on(ctx, &event).await?;
    Ok(privacy::sees(&ctx.viewer(), &row, role).then_some(Registration(row)))
}

/// The ticket with this id, where the viewer sees it and its event.
pub async fn ticket_node(ctx: &Context<'_>, id: TicketId) -> ApiResult<Option<Ticket>> {
    let Some(ticket) = ctx.loaders().tickets.load(id).await? else { return Ok(None) };
    let holder = registration_node(ctx, ticket.registration_id).await?;
    let Some(Registration(holder)) = holder else { return Ok(None) };
    let role = role_over(ctx, &holder).await?;
    let seen = privacy::sees_tickets(&ctx.viewer(), &holder, role);
    Ok(seen.then(|| Ticket { row: Arc::clone(&ticket), holder }))
}
