//! What an event shows of its registrations; `Event`'s resolvers call these.

use std::sync::Arc;

use async_graphql::{Context, Enum};

use crate::domain::access::{EventAccess, Spectator};
use crate::domain::registration::{admission, guests};
use crate::entity::event;
use crate::graphql::account::{User, UserConnection};
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::registration::access::role_on;
use crate::graphql::registration::{Registration, RegistrationConnection, RegistrationStatus};
use crate::kernel::error::Failure;
use crate::kernel::page::PageArgs;

/// Whether a registration would be taken now, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "admission::RegistrationState")]
pub enum RegistrationState {
    /// There is room.
    Open,
    /// No room; one may wait in line.
    Waitlist,
    /// No room, and no line.
    Full,
    /// Registration has not begun.
    NotYetOpen,
    /// Registration is over.
    Closed,
    /// The event has begun.
    Started,
    /// The event will not take place.
    Cancelled,
    /// The event is not published.
    Draft,
}

/// `Event.registrationState`
pub fn registration_state(ctx: &Context<'_>, event: &event::Model) -> RegistrationState {
    admission::state(event, ctx.core().clock.now()).into()
}

/// `Event.viewerRegistration`
pub async fn viewer_registration(
    ctx: &Context<'_>,
    event: &event::Model,
) -> ApiResult<Option<Registration>> {
    if ctx.viewer().person().is_none() {
        return Ok(None);
    }
    Ok(ctx.loaders().viewer_registrations.load(event.id).await?.map(Registration))
}

/// `Event.attendees`
pub async fn attendees(
    ctx: &Context<'_>,
    event: &event::Model,
    args: PageArgs,
) -> ApiResult<UserConnection> {
    // Most lists are settled by their setting alone; the viewer's part in the event is looked up, in
    // one statement for a page of events, only where it matters.
    if !guests::sees_guests(event, None, false) {
        ctx.viewer().signed_in()?;
        let role = role_on(ctx, event).await?;
        let is_registrant =
            role.is_none() && ctx.loaders().viewer_registrations.load(event.id).await?.is_some();
        if !guests::sees_guests(event, role, is_registrant) {
            return Err(Failure::Forbidden.into());
        }
    }
    let list = format!("attendees {}", event.id);
    let request = Arc::new(args.check(&ctx.core().cursors, &list)?);
    let loaders = ctx.loaders();
    let page = loaders.guest_pages.load((event.id, request)).await?;
    let page = page.ok_or_else(|| Failure::internal("a guest list without a page"))?;
    let id = event.id;
    let count: Count = Box::new(move || {
        let loaders = Arc::clone(&loaders);
        Box::pin(async move { Ok(loaders.guest_counts.load(id).await?.unwrap_or_default()) })
    });
    Ok(UserConnection(Connection::new(&ctx.core().cursors, list, page, User, count)))
}

/// `Event.registrations`
pub async fn registrations(
    ctx: &Context<'_>,
    event: &Arc<event::Model>,
    args: PageArgs,
    statuses: Option<Vec<RegistrationStatus>>,
) -> ApiResult<RegistrationConnection> {
    let viewer = ctx.viewer();
    let collaborator = ctx.loaders().viewer_roles.load(event.id).await?;
    let access = EventAccess::<Spectator>::of(&viewer, (**event).clone(), collaborator)?;
    let id = access.event().id;
    // What hangs on the registrations asks for their event again.
    ctx.loaders().events.prime(id, Arc::clone(event)).await;
    let statuses: Arc<Vec<_>> =
        Arc::new(statuses.unwrap_or_default().into_iter().map(Into::into).collect());
    let list = format!("registrations {id} {statuses:?}");
    let request = Arc::new(args.check(&ctx.core().cursors, &list)?);
    let loaders = ctx.loaders();
    let key = (id, (Arc::clone(&statuses), request));
    let page = loaders.registration_pages.load(key).await?;
    let page = page.ok_or_else(|| Failure::internal("a list of registrations without a page"))?;
    let count: Count = Box::new(move || {
        let (loaders, key) = (Arc::clone(&loaders), (id, Arc::clone(&statuses)));
        Box::pin(
            async move { Ok(loaders.registration_counts.load(key).await?.unwrap_or_default()) },
        )
    });
    let connection = Connection::new(&ctx.core().cursors, list, page, Registration, count);
    Ok(RegistrationConnection(connection))
}
