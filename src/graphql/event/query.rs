//! Looking events up.

use async_graphql::{Context, ID, Object};

use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::list::everyones_events;
use crate::graphql::event::{Event, EventConnection, EventFilter, EventOrder};
use crate::graphql::node::query_id;
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
        #[graphql(desc = "How they are sorted; by default soonest first.")] order_by: Option<
            EventOrder,
        >,
    ) -> ApiResult<EventConnection> {
        everyones_events(ctx, PageArgs { first, after, last, before }, filter, order_by).await
    }
}
