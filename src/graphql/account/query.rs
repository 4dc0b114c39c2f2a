//! Looking people up.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use macros::authorized;

use crate::domain::account;
use crate::graphql::account::order::{UserFilter, UserOrder};
use crate::graphql::account::{User, UserConnection, Viewer};
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiError, ApiResult};
use crate::graphql::node::query_id;
use crate::kernel::id::UserId;
use crate::kernel::page::PageArgs;

/// Queries on accounts.
#[derive(Default)]
pub struct AccountQuery;

#[authorized]
#[Object]
impl AccountQuery {
    /// The signed-in person, or null.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        ctx.viewer().person().map(|person| Viewer::from(person.user.clone()))
    }

    /// The person with this id; null where there is none, or the account was erased.
    async fn user(&self, ctx: &Context<'_>, id: ID) -> ApiResult<Option<User>> {
        let id = query_id(&id, UserId::parse)?;
        let found = ctx.loaders().users.load(id).await?;
        Ok(found.filter(|row| row.erased_at.is_none()).map(User))
    }

    /// Everybody, the oldest account first where nothing else is asked for.
    #[auth(STAFF)]
    #[expect(clippy::too_many_arguments, reason = "the page arguments of Relay")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
        filter: Option<UserFilter>,
        order_by: Option<UserOrder>,
    ) -> ApiResult<Option<UserConnection>> {
        let core = ctx.core();
        let filter = filter.map(account::UserFilter::from).unwrap_or_default();
        let order = order_by.map(account::UserOrder::from).unwrap_or_default();
        let list = format!("users {filter:?} {order:?}");
        let request = PageArgs { first, after, last, before }.check(&core.cursors, &list)?;
        let viewer = ctx.viewer();
        let page = account::page(core, viewer.staff()?, &filter, order, &request).await?;
        let core_of_count = Arc::clone(core);
        let count: Count = Box::new(move || {
            let (core, viewer, filter) =
                (Arc::clone(&core_of_count), viewer.clone(), filter.clone());
            Box::pin(async move {
                account::count(&core, viewer.staff()?, &filter).await.map_err(ApiError::from)
            })
        });
        Ok(Some(UserConnection(Connection::new(&core.cursors, list, page, User::from, count))))
    }
}
