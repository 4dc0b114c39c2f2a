//! Changing one's own account.

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::account;
use crate::entity::user;
use crate::graphql::account::Viewer;
use crate::graphql::account::input::{ChangePasswordInput, UpdateProfileInput};
use crate::graphql::account::payload::{ChangePasswordPayload, UpdateProfilePayload};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::kernel::error::Failure;

/// Mutations on one's own account.
#[derive(Default)]
pub struct AccountMutation;

#[authorized]
#[Object]
impl AccountMutation {
    /// Changes the viewer's password and ends their other sessions.
    #[auth(SIGNED_IN)]
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        input: ChangePasswordInput,
    ) -> ApiResult<ChangePasswordPayload> {
        let viewer = ctx.viewer();
        let (current, new) = (&input.current_password, &input.new_password);
        let outcome = account::change_password(ctx.core(), viewer.signed_in()?, current, new).await;
        let (viewer, user_errors) = changed(ctx, outcome)?;
        Ok(ChangePasswordPayload { viewer, user_errors })
    }

    /// Changes the viewer's own account. Where the server has addresses proved, a new one is mailed a code and
    /// takes the place of the old one with verifyEmail; another may be asked for after a minute, and five an hour.
    #[auth(SIGNED_IN)]
    async fn update_profile(
        &self,
        ctx: &Context<'_>,
        input: UpdateProfileInput,
    ) -> ApiResult<UpdateProfilePayload> {
        let viewer = ctx.viewer();
        let outcome = async {
            account::update_profile(ctx.core(), viewer.signed_in()?, input.try_into()?).await
        };
        let (viewer, user_errors) = changed(ctx, outcome.await)?;
        Ok(UpdateProfilePayload { viewer, user_errors })
    }
}

/// The viewer as they now are, or why they stayed as they were.
fn changed(
    ctx: &Context<'_>,
    outcome: Result<user::Model, Failure>,
) -> ApiResult<(Option<Viewer>, Vec<UserError>)> {
    let (changed, user_errors) = payload(outcome)?;
    if let Some(row) = &changed {
        ctx.become_viewer(ctx.viewer().signed_in()?.as_now(row.clone()));
    }
    Ok((changed.map(Viewer::from), user_errors))
}
