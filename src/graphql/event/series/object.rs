//! The series as clients see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::entity::event_series;
use crate::graphql::error::ApiResult;
use crate::graphql::event::list::{EventConnection, series_events};
use crate::kernel::page::PageArgs;

/// Events made together from one recurrence rule; each occurrence is an event of its own.
#[derive(Clone)]
pub struct EventSeries(pub Arc<event_series::Model>);

/// Events made together from one recurrence rule; each occurrence is an event of its own.
#[Object]
impl EventSeries {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// RFC 5545 RRULE, for example FREQ=WEEKLY;COUNT=10. It tells how the series was made; occurrences
    /// that were moved since stay where they were moved to.
    async fn recurrence_rule(&self) -> &str {
        &self.0.recurrence_rule
    }

    /// The occurrences that lists show the viewer, past ones too, soonest first.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> ApiResult<EventConnection> {
        series_events(ctx, self.0.id, PageArgs { first, after, last, before }).await
    }
}
