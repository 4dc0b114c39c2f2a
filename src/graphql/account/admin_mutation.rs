//! Administering accounts.

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::account;
use crate::graphql::account::User;
use crate::graphql::account::input::{CreateUserInput, DeleteUserInput, UpdateUserInput};
use crate::graphql::account::payload::{CreateUserPayload, DeleteUserPayload, UpdateUserPayload};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, payload};
use crate::graphql::node::input_id;
use crate::kernel::id::UserId;

/// Mutations on other people's accounts.
#[derive(Default)]
pub struct AdminMutation;

#[authorized]
#[Object]
impl AdminMutation {
    /// Makes an account of any role; its address counts as verified.
    #[auth(ADMIN)]
    async fn create_user(
        &self,
        ctx: &Context<'_>,
        input: CreateUserInput,
    ) -> ApiResult<CreateUserPayload> {
        let outcome = account::create_user(ctx.core(), ctx.viewer().admin()?, input.into()).await;
        let (made, user_errors) = payload(outcome)?;
        ctx.fresh_loaders();
        Ok(CreateUserPayload { user: made.map(User::from), user_errors })
    }

    /// Changes an account. Disabling it, or a new password, ends its sessions at once.
    #[auth(ADMIN)]
    async fn update_user(
        &self,
        ctx: &Context<'_>,
        input: UpdateUserInput,
    ) -> ApiResult<UpdateUserPayload> {
        let viewer = ctx.viewer();
        let outcome = async {
            let id = input_id("id", &input.id, UserId::parse)?;
            account::update_user(ctx.core(), viewer.admin()?, id, input.try_into()?).await
        };
        let (changed, user_errors) = payload(outcome.await)?;
        match &changed {
            Some(row) if viewer.is(row.id) => {
                ctx.become_viewer(viewer.signed_in()?.as_now(row.clone()));
            }
            _ => {
                ctx.fresh_loaders();
            }
        }
        Ok(UpdateUserPayload { user: changed.map(User::from), user_errors })
    }

    /// Erases an account: its personal data and sessions go, its coming seats are given free; what
    /// others need of it stays without a name.
    #[auth(ADMIN)]
    async fn delete_user(
        &self,
        ctx: &Context<'_>,
        input: DeleteUserInput,
    ) -> ApiResult<DeleteUserPayload> {
        let outcome = async {
            let id = input_id("id", &input.id, UserId::parse)?;
            account::delete_user(ctx.core(), ctx.viewer().admin()?, id).await
        };
        let (deleted, user_errors) = payload(outcome.await)?;
        ctx.fresh_loaders();
        let deleted_user_id = deleted.map(|id| id.to_string().into());
        Ok(DeleteUserPayload { deleted_user_id, user_errors })
    }
}
