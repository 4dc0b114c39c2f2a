//! Reading the audit log.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object};
use macros::authorized;

use crate::domain::audit::{self, list};
use crate::graphql::audit::{AuditEntry, AuditEntryConnection};
use crate::graphql::connection::{Connection, Count};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiError, ApiResult};
use crate::graphql::node::query_id;
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;
use crate::kernel::id::{AnyId, UserId};
use crate::kernel::page::PageArgs;

/// Which lines of the audit log to show; what is left out does not narrow.
#[derive(Debug, InputObject)]
pub struct AuditFilter {
    /// Only what this person did.
    actor_id: Option<ID>,
    /// Only what was done to this: an account, an event, a category.
    subject_id: Option<ID>,
    /// Only this action, for example user.role_changed.
    action: Option<String>,
    /// Only what was done then or later.
    from: Option<Instant>,
    /// Only what was done earlier than that.
    before: Option<Instant>,
}

impl TryFrom<AuditFilter> for audit::AuditFilter {
    type Error = Failure;

    fn try_from(filter: AuditFilter) -> Result<Self, Failure> {
        let actor = filter.actor_id.map(|id| query_id(&id, UserId::parse));
        let subject = filter.subject_id.map(|id| query_id(&id, AnyId::parse));
        Ok(Self {
            actor: actor.transpose()?,
            subject: subject.transpose()?,
            action: filter.action,
            from: filter.from.map(|from| from.0),
            before: filter.before.map(|before| before.0),
        })
    }
}

/// Queries on the audit log.
#[derive(Default)]
pub struct AuditQuery;

#[authorized]
#[Object]
impl AuditQuery {
    /// Who did what to whom, and from where, newest first.
    #[auth(ADMIN)]
    async fn audit_log(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many from the start, 1 to 100; 20 where neither is given.")]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which lines.")] filter: Option<AuditFilter>,
    ) -> ApiResult<Option<AuditEntryConnection>> {
        let core = ctx.core();
        let filter = filter.map(audit::AuditFilter::try_from).transpose()?.unwrap_or_default();
        let name = format!("audit log {filter:?}");
        let request = PageArgs { first, after, last, before }.check(&core.cursors, &name)?;
        let viewer = ctx.viewer();
        let page = list::page(core, viewer.admin()?, &filter, &request).await?;
        let (counted, filter) = (Arc::clone(core), Arc::new(filter));
        let count: Count = Box::new(move || {
            let (core, viewer, filter) =
                (Arc::clone(&counted), viewer.clone(), Arc::clone(&filter));
            Box::pin(async move {
                list::count(&core, viewer.admin()?, &filter).await.map_err(ApiError::from)
            })
        });
        let connection = Connection::new(&core.cursors, name, page, AuditEntry::from, count);
        Ok(Some(AuditEntryConnection(connection)))
    }
}
