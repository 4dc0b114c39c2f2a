//! Looking events up.

use async_graphql::{Context, ID, Object};
use chrono_tz::Tz;

use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::facets::EventFacets;
use crate::graphql::event::filter::event_query;
use crate::graphql::event::list::everyones_events;
use crate::graphql::event::{Event, EventConnection, EventFilter, EventOrder};
use crate::graphql::node::query_id;
use crate::graphql::scalar::TimeZone;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;
use crate::kernel::page::PageArgs;

/// Queries on events.
#[derive(Default)]
pub struct EventQuery;

#[Object]
impl EventQuery {
    /// Null where the event does not exist or is hidden from the viewer.
    async fn event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event's id.")] id: ID,
    ) -> ApiResult<Option<Event>> {
        let id = query_id(&id, EventId::parse)?;
        Ok(ctx.loaders().events.load(id).await?.map(Event))
    }

    /// By default the published, public, upcoming events, soonest first.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "At most so many from the start, 1 to 100; 20 where neither first nor last \
                          is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which events.")] filter: Option<EventFilter>,
        #[graphql(
            desc = "How they are sorted; by default soonest first, or by relevance where the filter has search or near."
        )]
        order_by: Option<EventOrder>,
    ) -> ApiResult<EventConnection> {
        everyones_events(ctx, PageArgs { first, after, last, before }, filter, order_by).await
    }

    /// How many events `events` lists with the same filter: by category, language and month.
    async fn event_facets(
        &self,
        #[graphql(desc = "Which events.")] filter: Option<EventFilter>,
        #[graphql(desc = "By whose clocks the months begin; UTC where left out.")]
        time_zone: Option<TimeZone>,
    ) -> ApiResult<EventFacets> {
        let zone = time_zone.map_or(Ok(Tz::UTC), |zone| zone.0.parse());
        let no_zone = |_| {
            let message = "Give the name of an IANA time zone, for example Africa/Lagos.";
            Failure::BadRequest(message.to_owned())
        };
        let zone = zone.map_err(no_zone)?;
        Ok(EventFacets { query: event_query(filter, None)?, zone })
    }
}
