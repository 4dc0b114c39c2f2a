//! A line of the audit log.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use serde_json::Value;

use crate::entity::audit_entry;
use crate::graphql::account::User;
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::scalar::Instant;
use crate::kernel::id::AnyId;

/// Something that was done, and by whom.
#[derive(Clone)]
pub struct AuditEntry(pub Arc<audit_entry::Model>);

connection!(AuditEntryConnection, AuditEntryEdge, AuditEntry, "lines of the audit log");

impl From<audit_entry::Model> for AuditEntry {
    fn from(row: audit_entry::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// Something that was done, and by whom.
#[Object]
impl AuditEntry {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Who did it; null for the server itself and its operator. An account that was erased since is still
    /// here, without its name.
    async fn actor(&self, ctx: &Context<'_>) -> ApiResult<Option<User>> {
        let Some(actor) = self.0.actor_id else { return Ok(None) };
        Ok(ctx.loaders().users.load(actor).await?.map(User))
    }

    /// What was done, for example user.role_changed.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// To whom or what. What it names may be gone.
    async fn subject_id(&self) -> Option<ID> {
        let id = AnyId::of(&self.0.subject_kind, self.0.subject_id)?;
        Some(id.to_string().into())
    }

    /// What else there is to know, by action: ids, words and numbers, never names or addresses.
    async fn details(&self) -> &Value {
        &self.0.details
    }

    /// Where the request came from; null once it is forgotten, or where nobody sent one.
    async fn ip_address(&self) -> Option<&str> {
        self.0.ip_address.as_deref()
    }

    /// When it was done.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }
}
