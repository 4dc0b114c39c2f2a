//! What people take along: the calendar feed, and the registrations of an event as CSV.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use macros::authorized;

use crate::domain::access::{Editor, EventAccess};
use crate::domain::export::calendar::feed;
use crate::domain::export::registrations;
use crate::entity::event;
use crate::graphql::account::Viewer;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};

/// Mutations on what people take along.
#[derive(Default)]
pub struct ExportMutation;

#[authorized]
#[Object]
impl ExportMutation {
    /// Gives the viewer's calendar feed another address; the one before it is worthless at once.
    #[auth(SIGNED_IN)]
    async fn renew_calendar_feed(&self, ctx: &Context<'_>) -> ApiResult<RenewCalendarFeedPayload> {
        let outcome = feed::renew(ctx.core(), ctx.viewer().signed_in()?).await;
        let (renewed, user_errors) = payload(outcome)?;
        ctx.fresh_loaders();
        Ok(RenewCalendarFeedPayload { viewer: renewed.map(Viewer::from), user_errors })
    }
}

/// The answer of `renewCalendarFeed`.
#[derive(SimpleObject)]
pub struct RenewCalendarFeedPayload {
    /// The viewer, with the new calendarFeedUrl.
    viewer: Option<Viewer>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<UserError>,
}

/// `Event.registrationsCsv`
pub async fn registrations_csv(ctx: &Context<'_>, event: &Arc<event::Model>) -> ApiResult<String> {
    let viewer = ctx.viewer();
    let collaborator = ctx.loaders().viewer_roles.load(event.id).await?;
    let access = EventAccess::<Editor>::of(&viewer, (**event).clone(), collaborator)?;
    let room = &ctx.loaders().export_room;
    Ok(registrations::csv(ctx.core(), &viewer, &access, room).await?)
}
