//! Looking categories up.

use async_graphql::{Context, Object};

use crate::domain::category;
use crate::graphql::category::Category;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;

/// Queries on categories.
#[derive(Default)]
pub struct CategoryQuery;

#[Object]
impl CategoryQuery {
    /// The category with this slug.
    async fn category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its words joined by hyphens.")] slug: String,
    ) -> ApiResult<Option<Category>> {
        Ok(category::by_slug(ctx.core(), &slug).await?.map(Category::from))
    }

    /// Every category, by name.
    async fn categories(&self, ctx: &Context<'_>) -> ApiResult<Vec<Category>> {
        Ok(category::all(ctx.core()).await?.into_iter().map(Category::from).collect())
    }
}
