//! What a list of events could be narrowed to next.

use async_graphql::{Context, Object, SimpleObject};
use chrono_tz::Tz;

use crate::domain::event::list::{EventQuery, facets};
use crate::graphql::category::Category;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;

/// How many events there are of each kind, for the same filter as a list of events; each is counted only where it is
/// asked for.
pub struct EventFacets {
    pub(super) query: EventQuery,
    pub(super) zone: Tz,
}

/// How many events a category has.
#[derive(SimpleObject)]
pub struct CategoryFacet {
    /// The category; null for the events that have none.
    category: Option<Category>,
    /// How many events.
    count: i32,
}

/// How many events are held in a language.
#[derive(SimpleObject)]
pub struct LanguageFacet {
    /// BCP 47 language tag.
    language: String,
    /// How many events.
    count: i32,
}

/// How many events start in a month.
#[derive(SimpleObject)]
pub struct MonthFacet {
    /// Year and month (ISO 8601), for example 2026-08.
    month: String,
    /// How many events.
    count: i32,
}

/// How many events there are of each kind, for the same filter as a list of events; each is counted only where it is
/// asked for.
#[Object]
impl EventFacets {
    /// By category, the largest first.
    async fn categories(&self, ctx: &Context<'_>) -> ApiResult<Vec<CategoryFacet>> {
        let found = facets::by_category(ctx.core(), &ctx.viewer(), &self.query).await?;
        let ids = found.iter().filter_map(|(id, _)| *id).collect();
        let mut categories = ctx.loaders().categories.load_many(ids).await?;
        let facet = |(id, count): (Option<_>, u64)| {
            let category = id.and_then(|id| categories.remove(&id)).map(Category);
            CategoryFacet { category, count: whole(count) }
        };
        Ok(found.into_iter().map(facet).collect())
    }

    /// By language, the largest first.
    async fn languages(&self, ctx: &Context<'_>) -> ApiResult<Vec<LanguageFacet>> {
        let found = facets::by_language(ctx.core(), &ctx.viewer(), &self.query).await?;
        let facet = |(language, count)| LanguageFacet { language, count: whole(count) };
        Ok(found.into_iter().map(facet).collect())
    }

    /// By the month in which they start, by the clocks of the time zone that was asked for; the earliest first.
    async fn months(&self, ctx: &Context<'_>) -> ApiResult<Vec<MonthFacet>> {
        let (core, viewer) = (ctx.core(), ctx.viewer());
        let found = facets::by_month(core, &viewer, &self.query, self.zone).await?;
        let facet = |(month, count): (facets::Month, u64)| MonthFacet {
            month: format!("{:04}-{:02}", month.year, month.month),
            count: whole(count),
        };
        Ok(found.into_iter().map(facet).collect())
    }
}

fn whole(count: u64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
