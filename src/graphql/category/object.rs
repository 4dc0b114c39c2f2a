//! The category as clients see it.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::entity::category;
use crate::graphql::error::ApiResult;
use crate::graphql::event::{EventConnection, EventFilter, EventOrder, category_events};
use crate::kernel::page::PageArgs;

/// A kind of event, kept by staff.
#[derive(Clone)]
pub struct Category(pub Arc<category::Model>);

impl From<category::Model> for Category {
    fn from(row: category::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// A kind of event, kept by staff.
#[Object]
impl Category {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Shown to people.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// For addresses and filters: lower-case words joined by hyphens.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// A few sentences; may be empty.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// By default its published, public, upcoming events, soonest first.
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
        let page = PageArgs { first, after, last, before };
        category_events(ctx, &self.0, page, filter, order_by).await
    }
}
