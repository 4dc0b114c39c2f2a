//! Keeping categories.

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::category;
use crate::graphql::category::Category;
use crate::graphql::category::input::{
    CreateCategoryInput, DeleteCategoryInput, UpdateCategoryInput,
};
use crate::graphql::category::payload::{
    CreateCategoryPayload, DeleteCategoryPayload, UpdateCategoryPayload,
};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, payload};
use crate::graphql::node::input_id;
use crate::kernel::id::CategoryId;

/// Mutations on categories.
#[derive(Default)]
pub struct CategoryMutation;

#[authorized]
#[Object]
impl CategoryMutation {
    /// Makes a category.
    #[auth(STAFF)]
    async fn create_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to make.")] input: CreateCategoryInput,
    ) -> ApiResult<CreateCategoryPayload> {
        let outcome = category::create(ctx.core(), ctx.viewer().staff()?, input.into()).await;
        let (made, user_errors) = payload(outcome)?;
        ctx.fresh_loaders();
        Ok(CreateCategoryPayload { category: made.map(Category::from), user_errors })
    }

    /// Changes a category.
    #[auth(STAFF)]
    async fn update_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which category, and what to change.")] input: UpdateCategoryInput,
    ) -> ApiResult<UpdateCategoryPayload> {
        let (changed, user_errors) = payload(
            async {
                let id = input_id("id", &input.id, CategoryId::parse)?;
                category::update(ctx.core(), ctx.viewer().staff()?, id, input.try_into()?).await
            }
            .await,
        )?;
        ctx.fresh_loaders();
        Ok(UpdateCategoryPayload { category: changed.map(Category::from), user_errors })
    }

    /// Deletes a category that no event is in.
    #[auth(STAFF)]
    async fn delete_category(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which category.")] input: DeleteCategoryInput,
    ) -> ApiResult<DeleteCategoryPayload> {
        let (deleted, user_errors) = payload(
            async {
                let id = input_id("id", &input.id, CategoryId::parse)?;
                category::delete(ctx.core(), ctx.viewer().staff()?, id).await
            }
            .await,
        )?;
        ctx.fresh_loaders();
        let deleted_category_id = deleted.map(|id| id.to_string().into());
        Ok(DeleteCategoryPayload { deleted_category_id, user_errors })
    }
}
