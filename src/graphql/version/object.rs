//! A version as clients see it.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use serde_json::{Map, Value};

use crate::domain::version::{self, Snapshot};
use crate::entity::{event_version, word};
use crate::graphql::account::User;
use crate::graphql::connection::connection;
use crate::graphql::context::ContextExt;
use crate::graphql::error::ApiResult;
use crate::graphql::scalar::Instant;

connection!(EventVersionConnection, EventVersionEdge, EventVersion, "versions");

/// What a version came of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "word::VersionChange")]
pub enum EventChange {
    /// The event was made.
    Created,
    /// Its fields were changed.
    Updated,
    /// The draft was published.
    Published,
    /// It was called off.
    Cancelled,
    /// Its fields were put back to what they were in an earlier version.
    RolledBack,
    /// It was deleted, and hidden from everybody.
    Deleted,
    /// It was brought back.
    Restored,
    /// Another person became its owner.
    OwnershipTransferred,
}

/// One field's two values.
#[derive(Debug, Clone, SimpleObject)]
pub struct FieldChange {
    /// By its name in this schema; `category` by its slug, `organizer` by its id.
    field: String,
    /// What it was; null where there was nothing.
    before: Option<Value>,
    /// What it is from then on; null where there is nothing.
    after: Option<Value>,
}

impl From<version::FieldChange> for FieldChange {
    fn from(change: version::FieldChange) -> Self {
        let something = |value: Value| (!value.is_null()).then_some(value);
        let (before, after) = (something(change.before), something(change.after));
        Self { field: change.field, before, after }
    }
}

/// An event as one change left it.
#[derive(Clone)]
pub struct EventVersion(pub Arc<event_version::Model>);

/// An event as one change left it.
#[Object]
impl EventVersion {
    /// From 1, without a gap.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// What it came of.
    async fn change(&self) -> EventChange {
        self.0.change.into()
    }

    /// Who made the change. Null where the account is gone.
    async fn actor(&self, ctx: &Context<'_>) -> ApiResult<Option<User>> {
        let Some(id) = self.0.actor_id else { return Ok(None) };
        let found = ctx.loaders().users.load(id).await?;
        Ok(found.filter(|user| user.erased_at.is_none()).map(User))
    }

    /// When the change was made.
    async fn created_at(&self) -> Instant {
        self.0.created_at.into()
    }

    /// What the change did, field by field, against the version before; empty for the first.
    async fn changes(&self, ctx: &Context<'_>) -> ApiResult<Vec<FieldChange>> {
        let before = (self.0.event_id, self.0.number.saturating_sub(1));
        if before.1 < version::FIRST {
            return Ok(Vec::new());
        }
        match ctx.loaders().versions.load(before).await? {
            Some(before) => changes(ctx, &before, &self.0).await,
            None => Ok(Vec::new()),
        }
    }

    /// The event's own fields as they stood, by their names in this schema: all that createEvent and
    /// updateEvent take (`category` by its slug), `status`, and `organizer` by its id. A field that the
    /// server learnt later is missing.
    async fn snapshot(&self, ctx: &Context<'_>) -> ApiResult<Value> {
        Ok(Value::Object(fields(ctx, &self.0).await?))
    }
}

/// What changed from one version to the other.
pub(super) async fn changes(
    ctx: &Context<'_>,
    from: &event_version::Model,
    to: &event_version::Model,
) -> ApiResult<Vec<FieldChange>> {
    let (from, to) = futures::future::try_join(fields(ctx, from), fields(ctx, to)).await?;
    Ok(version::diff(&from, &to).into_iter().map(FieldChange::from).collect())
}

async fn fields(
    ctx: &Context<'_>,
    version: &event_version::Model,
) -> ApiResult<Map<String, Value>> {
    let snapshot = Snapshot::read(&version.snapshot)?;
    let category = match snapshot.category() {
        Some(id) => ctx.loaders().categories.load(id).await?,
        None => None,
    };
    Ok(snapshot.into_fields(category.as_deref().map(|category| category.slug.as_str())))
}
