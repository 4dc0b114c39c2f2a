//! The event as clients see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use macros::authorized;

use crate::domain::access::policy;
use crate::domain::export::calendar;
use crate::domain::feedback::average;
use crate::domain::registration::capacity;
use crate::domain::version;
use crate::entity::event;
use crate::graphql::account::{User, UserConnection};
use crate::graphql::category::Category;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::EventSeries;
use crate::graphql::event::word::{EventRole, EventStatus, EventVisibility, GuestListVisibility};
use crate::graphql::export;
use crate::graphql::feedback::{self, Feedback, FeedbackConnection};
use crate::graphql::figures::{self, EventStatistics};
use crate::graphql::registration::{
    CheckInEntryConnection, Registration, RegistrationConnection, RegistrationState,
    RegistrationStatus, check_in_list, on_event,
};
use crate::graphql::scalar::{Instant, TimeZone};
use crate::graphql::sharing::{self, Collaborator, Invitation};
use crate::graphql::version::{
    EventVersion, EventVersionConnection, FieldChange, on_event as history,
};
use crate::kernel::error::Failure;
use crate::kernel::page::PageArgs;
use crate::kernel::seats::Seats;

/// Something that takes place at a time, where people come to.
#[derive(Clone)]
pub struct Event(pub Arc<event::Model>);

impl From<event::Model> for Event {
    fn from(row: event::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// Something that takes place at a time, where people come to.
#[authorized]
#[Object]
impl Event {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// One line that says what it is.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// What there is to know; may be empty.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// Where it takes place, in words.
    async fn location(&self) -> &str {
        &self.0.location
    }

    /// What is spoken there: a BCP 47 language tag, for example en or pt-BR.
    async fn language(&self) -> &str {
        &self.0.language
    }

    /// What kind of event it is.
    async fn category(&self, ctx: &Context<'_>) -> ApiResult<Option<Category>> {
        let Some(id) = self.0.category_id else { return Ok(None) };
        Ok(ctx.loaders().categories.load(id).await?.map(Category))
    }

    /// Who owns it.
    async fn organizer(&self, ctx: &Context<'_>) -> ApiResult<User> {
        let found = ctx.loaders().users.load(self.0.organizer_id).await?;
        Ok(found.map(User).ok_or_else(|| Failure::internal("an event without its organizer"))?)
    }

    /// When it begins.
    async fn starts_at(&self) -> Instant {
        self.0.starts_at.into()
    }

    /// When it is over.
    async fn ends_at(&self) -> Instant {
        self.0.ends_at.into()
    }

    /// The zone whose clocks people there read.
    async fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }

    /// Where it is in its life.
    async fn status(&self) -> EventStatus {
        self.0.status.into()
    }

    /// Who finds it.
    async fn visibility(&self) -> EventVisibility {
        self.0.visibility.into()
    }

    /// How many seats there are. Null: no limit.
    async fn capacity(&self) -> Option<i32> {
        self.0.capacity.map(Seats::count)
    }

    /// Seats taken by registrations with status REGISTERED.
    async fn registered_count(&self) -> i32 {
        self.0.registered_count.count()
    }

    /// Seats asked for by those in line.
    async fn waitlisted_count(&self) -> i32 {
        self.0.waitlisted_count.count()
    }

    /// Seats left. Null where there is no limit.
    async fn seats_remaining(&self) -> Option<i32> {
        capacity::remaining(&self.0).map(Seats::count)
    }

    /// Whether no seat is left.
    async fn is_full(&self) -> bool {
        capacity::is_full(&self.0)
    }

    /// At or under this many seats left, the event is selling out soon.
    async fn selling_out_threshold(&self) -> i32 {
        self.0.selling_out_threshold.count()
    }

    /// Whether some seats are left, but no more than sellingOutThreshold.
    async fn is_selling_out_soon(&self) -> bool {
        capacity::is_selling_out_soon(&self.0)
    }

    /// The most seats that one registration may take.
    async fn max_seats_per_registration(&self) -> i32 {
        self.0.max_seats_per_registration.count()
    }

    /// False: a full event answers EVENT_FULL.
    async fn waitlist_enabled(&self) -> bool {
        self.0.waitlist_enabled
    }

    /// When registration begins. Null: as soon as the event is published.
    async fn registration_opens_at(&self) -> Option<Instant> {
        self.0.registration_opens_at.map(Instant)
    }

    /// When registration ends. Null: when the event starts.
    async fn registration_closes_at(&self) -> Option<Instant> {
        self.0.registration_closes_at.map(Instant)
    }

    /// What the event was shared with the viewer as; OWNER for its organizer.
    async fn viewer_role(&self, ctx: &Context<'_>) -> ApiResult<Option<EventRole>> {
        let viewer = ctx.viewer();
        let shared = match viewer.id() {
            Some(person) if person != self.0.organizer_id => {
                ctx.loaders().viewer_roles.load(self.0.id).await?
            }
            _ => None,
        };
        Ok(policy::shared_role(&viewer, &self.0, shared).map(EventRole::from))
    }

    /// The event as an iCalendar file (RFC 5545): a VCALENDAR with one VEVENT, times in UTC, its UID the
    /// same for ever, its SEQUENCE the version less one.
    async fn ical(&self) -> String {
        calendar::event::file(&self.0)
    }

    /// Its figures.
    #[auth(EVENT_VIEWER)]
    async fn statistics(&self, ctx: &Context<'_>) -> ApiResult<Option<EventStatistics>> {
        figures::statistics(ctx, &self.0).await.map(Some)
    }

    /// The registrations as CSV (RFC 4180, UTF-8), safe to open in a spreadsheet: first who has seats, in the
    /// order in which they got them, then the line, then what was cancelled. The registrations of one
    /// request may be 100,000; more are BAD_REQUEST at once, and are read page by page in `registrations`.
    #[auth(EVENT_EDITOR)]
    async fn registrations_csv(&self, ctx: &Context<'_>) -> ApiResult<Option<String>> {
        export::registrations_csv(ctx, &self.0).await.map(Some)
    }

    /// Whether it is an occurrence of a series.
    async fn is_recurring(&self) -> bool {
        self.0.series_id.is_some()
    }

    /// The series that it is an occurrence of.
    async fn series(&self, ctx: &Context<'_>) -> ApiResult<Option<EventSeries>> {
        let Some(id) = self.0.series_id else { return Ok(None) };
        Ok(ctx.loaders().series.load(id).await?.map(EventSeries))
    }

    /// The number of the current version, from 1: each change of the event's own fields, its status or
    /// its owner makes one. Registrations make none.
    async fn version(&self) -> i32 {
        version::current(&self.0)
    }

    /// The changelog, newest first.
    #[auth(EVENT_VIEWER)]
    async fn versions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Option<EventVersionConnection>> {
        let page = PageArgs { first, after, last, before };
        history::versions(ctx, &self.0, page).await.map(Some)
    }

    /// One version; null where there is none of this number.
    #[auth(EVENT_VIEWER)]
    async fn version_at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version's number, from 1 to the current one.")] number: i32,
    ) -> ApiResult<Option<EventVersion>> {
        history::version_at(ctx, &self.0, number).await
    }

    /// What changed between two versions, field by field; either may be the later one. Null where there
    /// is no version of one of the numbers.
    #[auth(EVENT_VIEWER)]
    async fn diff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version that `before` is told of.")] from: i32,
        #[graphql(desc = "The version that `after` is told of.")] to: i32,
    ) -> ApiResult<Option<Vec<FieldChange>>> {
        history::diff(ctx, &self.0, from, to).await
    }

    /// With whom the event is shared by name, in the order in which they were added. Whom an address was
    /// invited for is named here once they accept.
    #[auth(EVENT_VIEWER)]
    async fn collaborators(&self, ctx: &Context<'_>) -> ApiResult<Option<Vec<Collaborator>>> {
        sharing::on_event::collaborators(ctx, &self.0).await.map(Some)
    }

    /// The email addresses that were invited, until whoever has one accepts, or the invitation is
    /// withdrawn. An address is listed alike whether or not it has an account, and also after whoever has
    /// it declined, left or erased their account, or was removed by name.
    #[auth(EVENT_OWNER)]
    async fn invitations(&self, ctx: &Context<'_>) -> ApiResult<Option<Vec<Invitation>>> {
        sharing::on_event::invitations(ctx, &self.0).await.map(Some)
    }

    /// Who sees the guest list.
    async fn guest_list_visibility(&self) -> GuestListVisibility {
        self.0.guest_list_visibility.into()
    }

    /// When it was made.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// When it was last changed.
    async fn updated_at(&self) -> Instant {
        self.0.updated_at.into()
    }

    /// Whether a registration would be taken now, and if not, why.
    async fn registration_state(&self, ctx: &Context<'_>) -> RegistrationState {
        on_event::registration_state(ctx, &self.0)
    }

    /// The viewer's own registration, cancelled ones left out.
    async fn viewer_registration(&self, ctx: &Context<'_>) -> ApiResult<Option<Registration>> {
        on_event::viewer_registration(ctx, &self.0).await
    }

    /// Who comes, in the order in which they got their seats, where guestListVisibility lets the viewer
    /// see it; else null with a FORBIDDEN error.
    async fn attendees(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Option<UserConnection>> {
        let page = PageArgs { first, after, last, before };
        on_event::attendees(ctx, &self.0, page).await.map(Some)
    }

    /// The registrations, in the order in which they were made.
    #[auth(EVENT_VIEWER)]
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
    ) -> ApiResult<Option<RegistrationConnection>> {
        let page = PageArgs { first, after, last, before };
        on_event::registrations(ctx, &self.0, page, status).await.map(Some)
    }

    /// Every ticket, good, used and cancelled, for devices at the doors that may lose the network: they keep
    /// the hashes of the codes, let people in by them, and report with checkInTicket's `scannedAt` and
    /// `idempotencyKey` once the network is back.
    #[auth(EVENT_CHECK_IN)]
    async fn check_in_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<Option<CheckInEntryConnection>> {
        let page = PageArgs { first, after, last, before };
        check_in_list::check_in_list(ctx, &self.0, page).await.map(Some)
    }

    /// What people said of it once it was over, newest first.
    async fn feedback(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<FeedbackConnection> {
        let page = PageArgs { first, after, last, before };
        feedback::on_event::feedback(ctx, &self.0, page).await
    }

    /// How many people gave feedback.
    async fn feedback_count(&self) -> i32 {
        self.0.feedback_count
    }

    /// The mean of all ratings, from 1 to 5; null where nobody gave one.
    async fn average_rating(&self) -> Option<f64> {
        average(&self.0)
    }

    /// The viewer's own feedback.
    async fn viewer_feedback(&self, ctx: &Context<'_>) -> ApiResult<Option<Feedback>> {
        feedback::on_event::viewer_feedback(ctx, &self.0).await
    }
}
