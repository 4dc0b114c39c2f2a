//! A person as others see them.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};

use crate::domain::account::display_name;
use crate::entity::user;
use crate::graphql::account::Role;
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::event::{self, EventConnection, EventFilter, EventOrder};
use crate::graphql::scalar::Instant;
use crate::kernel::page::PageArgs;

/// A person's account.
#[derive(Clone)]
pub struct User(pub Arc<user::Model>);

connection!(UserConnection, UserEdge, User, "people");

impl From<user::Model> for User {
    fn from(row: user::Model) -> Self {
        Self(Arc::new(row))
    }
}

impl User {
    /// What only the person, staff and admins may know.
    fn private<T>(&self, ctx: &Context<'_>, value: T) -> Option<T> {
        let viewer = ctx.viewer();
        (viewer.is(self.0.id) || viewer.reads_everything()).then_some(value)
    }
}

/// A person's account.
#[Object]
impl User {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Unique without regard to case; good for signing in.
    async fn username(&self) -> &str {
        &self.0.username
    }

    /// Given name; may be empty.
    async fn first_name(&self) -> &str {
        &self.0.first_name
    }

    /// Family name; may be empty.
    async fn last_name(&self) -> &str {
        &self.0.last_name
    }

    /// First and last name where given, else the username.
    async fn display_name(&self) -> String {
        display_name(&self.0)
    }

    /// What the person may do on the whole server.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Where mail goes. Null for anyone but the user, staff and admins.
    async fn email(&self, ctx: &Context<'_>) -> Option<&str> {
        self.private(ctx, &self.0.email)
    }

    /// Whether the address was proved to be theirs. Null for anyone but the user, staff and admins.
    async fn email_verified(&self, ctx: &Context<'_>) -> Option<bool> {
        self.private(ctx, self.0.email_verified_at.is_some())
    }

    /// Whether they may sign in. Null for anyone but the user, staff and admins.
    async fn is_active(&self, ctx: &Context<'_>) -> Option<bool> {
        self.private(ctx, self.0.is_active)
    }

    /// The events this user organizes that the viewer may see, of every status; past ones too where no
    /// filter is given at all.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn organized_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which events.")] filter: Option<EventFilter>,
        #[graphql(desc = "How they are sorted; by default soonest first.")] order_by: Option<
            EventOrder,
        >,
    ) -> ApiResult<EventConnection> {
        let page = PageArgs { first, after, last, before };
        event::organized_events(ctx, self.0.id, page, filter, order_by).await
    }

    /// When the account was made.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }
}
