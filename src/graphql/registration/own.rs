//! The viewer's own registrations; `Viewer`'s resolver calls this.

use std::sync::Arc;

use async_graphql::Context;

use crate::domain::registration::list::{self, OwnFilter};
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::registration::{Registration, RegistrationConnection, RegistrationStatus};
use crate::kernel::page::PageArgs;

/// `Viewer.registrations`
pub async fn own_registrations(
    ctx: &Context<'_>,
    args: PageArgs,
    status: Option<Vec<RegistrationStatus>>,
    upcoming_only: bool,
) -> ApiResult<RegistrationConnection> {
    let viewer = ctx.viewer();
    let person = viewer.signed_in()?.user.id;
    let statuses = status.unwrap_or_default().into_iter().map(Into::into).collect();
    let filter = Arc::new(OwnFilter { statuses, upcoming_only });
    let list = format!("own registrations {person} {filter:?}");
    let core = ctx.core();
    let request = args.check(&core.cursors, &list)?;
    let page = list::own(core, &viewer, &filter, &request).await?;
    let counted = Arc::clone(core);
    let count: Count = Box::new(move || {
        let (core, viewer, filter) = (Arc::clone(&counted), viewer.clone(), Arc::clone(&filter));
        Box::pin(async move { Ok(list::count_own(&core, &viewer, &filter).await?) })
    });
    let connection = Connection::new(&core.cursors, list, page, Registration::from, count);
    Ok(RegistrationConnection(connection))
}
