//! Ending one's own sessions, settings, and the end of the account.

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::access;
use crate::domain::account;
use crate::graphql::account::NotificationSettings;
use crate::graphql::account::own_input::{
    DeleteAccountInput, RevokeSessionInput, UpdateNotificationSettingsInput,
};
use crate::graphql::account::own_payload::{
    DeleteAccountPayload, RevokeAllSessionsPayload, RevokeSessionPayload,
    UpdateNotificationSettingsPayload,
};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, payload};
use crate::graphql::node::input_id;
use crate::kernel::id::SessionId;

/// Mutations on what a person keeps of their account.
#[derive(Default)]
pub struct OwnMutation;

#[authorized]
#[Object]
impl OwnMutation {
    /// Ends one of the viewer's sessions; its tokens are no good from that moment.
    #[auth(SIGNED_IN)]
    async fn revoke_session(
        &self,
        ctx: &Context<'_>,
        input: RevokeSessionInput,
    ) -> ApiResult<RevokeSessionPayload> {
        let viewer = ctx.viewer();
        let person = viewer.signed_in()?;
        let outcome = async {
            let id = input_id("sessionId", &input.session_id, SessionId::parse)?;
            account::revoke_session(ctx.core(), person, id).await
        };
        let (ended, user_errors) = payload(outcome.await)?;
        if ended == Some(person.session_id) {
            ctx.become_viewer(access::Viewer::Anonymous);
        } else {
            ctx.fresh_loaders();
        }
        let revoked_session_id = ended.map(|id| id.to_string().into());
        Ok(RevokeSessionPayload { revoked_session_id, user_errors })
    }

    /// Ends every session of the viewer, the current one too.
    #[auth(SIGNED_IN)]
    async fn revoke_all_sessions(&self, ctx: &Context<'_>) -> ApiResult<RevokeAllSessionsPayload> {
        let outcome = account::revoke_all_sessions(ctx.core(), ctx.viewer().signed_in()?).await;
        let (ended, user_errors) = payload(outcome)?;
        if ended.is_some() {
            ctx.become_viewer(access::Viewer::Anonymous);
        }
        let revoked_count = i32::try_from(ended.unwrap_or_default()).unwrap_or(i32::MAX);
        Ok(RevokeAllSessionsPayload { revoked_count, user_errors })
    }

    /// Changes what the viewer is told.
    #[auth(SIGNED_IN)]
    async fn update_notification_settings(
        &self,
        ctx: &Context<'_>,
        input: UpdateNotificationSettingsInput,
    ) -> ApiResult<UpdateNotificationSettingsPayload> {
        let viewer = ctx.viewer();
        let person = viewer.signed_in()?;
        let outcome = async {
            account::update_notification_settings(ctx.core(), person, input.try_into()?).await
        };
        let (changed, user_errors) = payload(outcome.await)?;
        let settings = changed.as_ref().map(NotificationSettings::of);
        if let Some(row) = changed {
            ctx.become_viewer(person.as_now(row));
        }
        Ok(UpdateNotificationSettingsPayload { settings, user_errors })
    }

    /// Erases the viewer's personal data and ends every session; what others need (counts, versions) stays
    /// without a name. What was shared with the viewer's address gives nothing any more; the address stays in
    /// the list of whoever invited it, as one without an account would. Whoever organizes coming events transfers or cancels them first.
    #[auth(SIGNED_IN)]
    async fn delete_account(
        &self,
        ctx: &Context<'_>,
        input: DeleteAccountInput,
    ) -> ApiResult<DeleteAccountPayload> {
        let viewer = ctx.viewer();
        let outcome =
            account::delete_account(ctx.core(), viewer.signed_in()?, &input.password).await;
        let (deleted, user_errors) = payload(outcome)?;
        if deleted.is_some() {
            ctx.become_viewer(access::Viewer::Anonymous);
        }
        let deleted_user_id = deleted.map(|id| id.to_string().into());
        Ok(DeleteAccountPayload { deleted_user_id, user_errors })
    }
}
