//! A person as they see themself.

use std::sync::Arc;

use async_graphql::{Context, Object};
use serde_json::Value;

use crate::domain::export::calendar::feed;
use crate::domain::{account, data_export};
use crate::entity::user;
use crate::graphql::account::{NotificationSettings, Session, User};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::{self, EventConnection, EventFilter, EventOrder, EventRole};
use crate::graphql::figures::{self, OrganizerSummary};
use crate::graphql::notification::{NotificationConnection, own_notifications, unread_count};
use crate::graphql::registration::{RegistrationConnection, RegistrationStatus, own_registrations};
use crate::graphql::scalar::TimeZone;
use crate::graphql::sharing::{InvitationConnection, own_invitations};
use crate::kernel::page::PageArgs;

/// What only the signed-in person sees of their own account.
#[derive(Clone)]
pub struct Viewer(pub Arc<user::Model>);

impl From<user::Model> for Viewer {
    fn from(row: user::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// What only the signed-in person sees of their own account.
#[Object]
impl Viewer {
    /// The account.
    async fn user(&self) -> User {
        User(Arc::clone(&self.0))
    }

    /// Where the person's clocks are, for showing times.
    async fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }

    /// Where the viewer is signed in, the latest sign-in first; the newest hundred.
    async fn sessions(&self, ctx: &Context<'_>) -> ApiResult<Vec<Session>> {
        let rows = account::sessions(ctx.core(), ctx.viewer().signed_in()?).await?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    /// What the viewer wants to be told.
    async fn notification_settings(&self) -> NotificationSettings {
        NotificationSettings::of(&self.0)
    }

    /// What the viewer was told, newest first.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only what was not read.", default_with = "Some(false)")]
        unread_only: Option<bool>,
    ) -> ApiResult<NotificationConnection> {
        let page = PageArgs { first, after, last, before };
        own_notifications(ctx, page, unread_only.unwrap_or_default()).await
    }

    /// How many notifications the viewer has not read.
    async fn unread_notification_count(&self, ctx: &Context<'_>) -> ApiResult<i32> {
        unread_count(ctx).await
    }

    /// Everything the server stores about the viewer, section by section, newest first: of each section up
    /// to 5,000 items, or 500 where they are long; isComplete says whether that is all. Ten exports, then
    /// one in six minutes.
    async fn data_export(&self, ctx: &Context<'_>) -> ApiResult<Value> {
        Ok(data_export::export(ctx.core(), ctx.viewer().signed_in()?).await?)
    }

    /// Events the viewer owns or that were shared with them: the dashboard. Of every status; past ones
    /// too where no filter is given at all.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those where the viewer has one of these roles.")] role: Option<
            Vec<EventRole>,
        >,
        #[graphql(desc = "Which events.")] filter: Option<EventFilter>,
        #[graphql(desc = "How they are sorted; by default soonest first.")] order_by: Option<
            EventOrder,
        >,
    ) -> ApiResult<EventConnection> {
        let page = PageArgs { first, after, last, before };
        event::dashboard(ctx, self.0.id, page, role, filter, order_by).await
    }

    /// The events that the viewer's email address is invited to, newest first. The access is there
    /// already; to accept is to be named among the event's collaborators.
    async fn invitations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<InvitationConnection> {
        own_invitations(ctx, PageArgs { first, after, last, before }).await
    }

    /// Figures over every event that the viewer owns.
    async fn organizer_summary(&self, ctx: &Context<'_>) -> ApiResult<OrganizerSummary> {
        figures::organizer_summary(ctx, self.0.id).await
    }

    /// Secret address of an iCalendar feed of the viewer's registrations, for calendar programs: whoever
    /// has it reads the feed. Those in line are TENTATIVE, cancelled events CANCELLED. It holds at most a
    /// thousand events, from those that ended in the last 90 days on. renewCalendarFeed changes it.
    async fn calendar_feed_url(&self, ctx: &Context<'_>) -> String {
        feed::address(ctx.core(), &self.0)
    }

    /// The viewer's registrations, newest first.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn registrations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only these; all of them where left out.")] status: Option<
            Vec<RegistrationStatus>,
        >,
        #[graphql(desc = "Only for events that have not started.", default_with = "Some(false)")]
        upcoming_only: Option<bool>,
    ) -> ApiResult<RegistrationConnection> {
        let page = PageArgs { first, after, last, before };
        own_registrations(ctx, page, status, upcoming_only.unwrap_or_default()).await
    }
}
