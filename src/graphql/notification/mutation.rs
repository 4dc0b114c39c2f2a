//! Marking notifications as read.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use macros::authorized;

use crate::domain::notification;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::node::input_id;
use crate::graphql::notification::Notification;
use crate::kernel::id::NotificationId;

/// Which notification was read.
#[derive(Debug, InputObject)]
pub struct MarkNotificationReadInput {
    /// Which one; it must be the viewer's.
    id: ID,
}

/// The answer of `markNotificationRead`.
#[derive(SimpleObject)]
pub struct MarkNotificationReadPayload {
    /// The notification as it now is; null where it was refused.
    notification: Option<Notification>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<UserError>,
}

/// The answer of `markAllNotificationsRead`.
#[derive(SimpleObject)]
pub struct MarkAllNotificationsReadPayload {
    /// How many were not read before.
    marked_count: i32,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<UserError>,
}

/// Mutations on notifications.
#[derive(Default)]
pub struct NotificationMutation;

#[authorized]
#[Object]
impl NotificationMutation {
    /// Marks one of the viewer's notifications as read. One that was read before stays as it is.
    #[auth(SIGNED_IN)]
    async fn mark_notification_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which notification.")] input: MarkNotificationReadInput,
    ) -> ApiResult<MarkNotificationReadPayload> {
        let outcome = async {
            let id = input_id("id", &input.id, NotificationId::parse)?;
            notification::mark_read(ctx.core(), ctx.viewer().signed_in()?, id).await
        };
        let (read, user_errors) = payload(outcome.await)?;
        ctx.fresh_loaders();
        Ok(MarkNotificationReadPayload { notification: read.map(Into::into), user_errors })
    }

    /// Marks all of the viewer's notifications as read.
    #[auth(SIGNED_IN)]
    async fn mark_all_notifications_read(
        &self,
        ctx: &Context<'_>,
    ) -> ApiResult<MarkAllNotificationsReadPayload> {
        let marked = notification::mark_all_read(ctx.core(), ctx.viewer().signed_in()?).await?;
        ctx.fresh_loaders();
        let marked_count = i32::try_from(marked).unwrap_or(i32::MAX);
        Ok(MarkAllNotificationsReadPayload { marked_count, user_errors: Vec::new() })
    }
}
