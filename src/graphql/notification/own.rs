//! The viewer's own notifications; `Viewer`'s resolvers call these.

use std::sync::Arc;

use async_graphql::Context;

use crate::domain::notification::list;
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::notification::{Notification, NotificationConnection};
use crate::kernel::page::PageArgs;

/// `Viewer.notifications`
pub async fn own_notifications(
    ctx: &Context<'_>,
    args: PageArgs,
    unread_only: bool,
) -> ApiResult<NotificationConnection> {
    let (core, viewer) = (ctx.core(), ctx.viewer());
    let person = viewer.signed_in()?;
    let list = format!("notifications {} {unread_only}", person.user.id);
    let request = args.check(&core.cursors, &list)?;
    let page = list::page(core, person, unread_only, &request).await?;
    let (counted, whose) = (Arc::clone(core), viewer.clone());
    let count: Count = Box::new(move || {
        let (core, viewer) = (Arc::clone(&counted), whose.clone());
        Box::pin(async move { Ok(list::count(&core, viewer.signed_in()?, unread_only).await?) })
    });
    let connection = Connection::new(&core.cursors, list, page, Notification::from, count);
    Ok(NotificationConnection(connection))
}

/// `Viewer.unreadNotificationCount`
pub async fn unread_count(ctx: &Context<'_>) -> ApiResult<i32> {
    let count = list::count(ctx.core(), ctx.viewer().signed_in()?, true).await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}
