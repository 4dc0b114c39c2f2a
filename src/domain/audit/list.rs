//! Reading the log, newest first.

use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoSimpleExpr, PaginatorTrait, QueryFilter, QueryTrait, Select,
};

use crate::db::keys::is_in;
use crate::db::page::Keyset;
use crate::domain::Core;
use crate::domain::access::AdminAccess;
use crate::entity::audit_entry::{Column, Entity, Model};
use crate::kernel::error::Failure;
use crate::kernel::id::{AnyId, AuditEntryId, UserId};
use crate::kernel::page::{Page, PageRequest, Position, SortKey};
use crate::kernel::text;

/// Which lines to show; what is `None` does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what this person did.
    pub actor: Option<UserId>,
    /// Only what was done to this.
    pub subject: Option<AnyId>,
    /// Only this action, by its name in the log.
    pub action: Option<String>,
    /// Only what was done then or later.
    pub from: Option<DateTime<Utc>>,
    /// Only what was done earlier than that.
    pub before: Option<DateTime<Utc>>,
}

/// The page of the log that is asked for.
///
/// # Errors
/// As any query.
pub async fn page(
    core: &Core,
    _admin: AdminAccess<'_>,
    filter: &AuditFilter,
    request: &PageRequest,
) -> Result<Page<Model>, Failure> {
    let mut select = filtered(filter);
    let keyset =
        Keyset::new(Column::CreatedAt.into_simple_expr(), Column::Id.into_simple_expr(), true);
    keyset.apply(QueryTrait::query(&mut select), request);
    let rows = select.all(core.db.read()).await?;
    Ok(Page::from_rows(request, rows, |row| Position {
        key: SortKey::Time(row.created_at),
        id: row.id.0,
    }))
}

/// How many lines [`page`] pages through.
///
/// # Errors
/// As any query.
pub async fn count(
    core: &Core,
    _admin: AdminAccess<'_>,
    filter: &AuditFilter,
) -> Result<u64, Failure> {
    Ok(filtered(filter).count(core.db.read()).await?)
}

/// The lines with these ids.
///
/// # Errors
/// As any query.
pub async fn by_ids(
    core: &Core,
    _admin: AdminAccess<'_>,
    ids: &[AuditEntryId],
) -> Result<Vec<Model>, Failure> {
    Ok(Entity::find().filter(is_in(Column::Id, ids)).all(core.db.read()).await?)
}

fn filtered(filter: &AuditFilter) -> Select<Entity> {
    Entity::find()
        .apply_if(filter.actor, |select, actor| select.filter(Column::ActorId.eq(actor)))
        .apply_if(filter.subject, |select, subject| {
            select
                .filter(Column::SubjectId.eq(subject.uuid()))
                .filter(Column::SubjectKind.eq(subject.kind()))
        })
        .apply_if(filter.action.as_deref(), |select, action| {
            // No text in PostgreSQL holds a NUL, and to look for one is a fault there.
            let known = if text::storable(action) { action } else { "" };
            select.filter(Column::Action.eq(known))
        })
        .apply_if(filter.from, |select, from| select.filter(Column::CreatedAt.gte(from)))
        .apply_if(filter.before, |select, before| select.filter(Column::CreatedAt.lt(before)))
}
