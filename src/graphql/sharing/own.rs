//! What the viewer's address is invited to.

use std::sync::Arc;

use async_graphql::Context;

use crate::domain::sharing;
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::sharing::{Invitation, InvitationConnection};
use crate::kernel::page::PageArgs;

/// `Viewer.invitations`
///
/// # Errors
/// BAD_REQUEST for page arguments that make no sense.
pub async fn own_invitations(ctx: &Context<'_>, args: PageArgs) -> ApiResult<InvitationConnection> {
    let (core, viewer) = (ctx.core(), ctx.viewer());
    let list = format!("invitations {:?}", viewer.id());
    let request = args.check(&core.cursors, &list)?;
    let page = sharing::own_invitations(core, &viewer, &request).await?.map(Arc::new);
    let all = (Arc::clone(core), viewer);
    let count: Count = Box::new(move || {
        let (core, viewer) = all.clone();
        Box::pin(async move { Ok(sharing::count_own_invitations(&core, &viewer).await?) })
    });
    Ok(InvitationConnection(Connection::new(&core.cursors, list, page, Invitation, count)))
}
