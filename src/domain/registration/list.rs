//! Lists of registrations: of an event, for its collaborators, and of a person.

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityName, EntityTrait, FromQueryResult, IntoSimpleExpr,
    Iterable, JoinType, QueryFilter, QuerySelect, QueryTrait, RelationTrait, Select,
};

use crate::db::nested;
use crate::db::page::Keyset;
use crate::domain::Core;
use crate::domain::access::{Viewer, filter};
use crate::entity::registration::Column;
use crate::entity::word::RegistrationStatus;
use crate::entity::{event, registration};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// The same page of the registrations of many events, in one statement, in the order in which they were
/// made. Whoever calls this holds an [`EventAccess`](crate::domain::access::EventAccess) to each.
///
/// # Errors
/// As any query.
pub async fn of_events(
    core: &Core,
    events: &[EventId],
    statuses: &[RegistrationStatus],
    request: &PageRequest,
) -> Result<Vec<(EventId, Page<registration::Model>)>, Failure> {
    let parents: Vec<uuid::Uuid> = events.iter().map(|id| id.0).collect();
    let rows = nested::rows::<registration::Model>(&core.db, &parents, |parent| {
        // A part for each status, since the index has them one after the other.
        let parts = either(statuses).map(|status| {
            let status = Column::Status.into_simple_expr().eq(status.written());
            let rows = registration::Entity::find().filter(of_event(parent.clone()));
            rows.filter(status).into_query()
        });
        keyset(false).page(parts.collect(), registration::Entity.table_name(), request)
    })
    .await?;
    Ok(nested::pages(rows, parents, request, position)
        .into_iter()
        .map(|(event, page)| (EventId(event), page))
        .collect())
}

/// How many registrations each of many events has, in one statement.
///
/// # Errors
/// As any query.
pub async fn counts_of_events(
    core: &Core,
    events: &[EventId],
    statuses: &[RegistrationStatus],
) -> Result<Vec<(EventId, u64)>, Failure> {
    let parents: Vec<uuid::Uuid> = events.iter().map(|id| id.0).collect();
    let counted = nested::counts(&core.db, &parents, |parent| {
        let mut select = narrowed(registration::Entity::find(), statuses)
            .select_only()
            .expr(Func::count(Expr::col(Asterisk)))
            .into_query();
        select.and_where(of_event(parent));
        select
    })
    .await?;
    Ok(counted.into_iter().map(|(event, count)| (EventId(event), count)).collect())
}

/// What narrows a person's own registrations.
#[derive(Debug, Clone, Default)]
pub struct OwnFilter {
    /// Only these; all where empty.
    pub statuses: Vec<RegistrationStatus>,
    /// Only for events that have not started.
    pub upcoming_only: bool,
}

/// A page of the person's own registrations, newest first, for events that they may see.
///
/// # Errors
/// [`Failure::Unauthenticated`] where nobody is signed in.
pub async fn own(
    core: &Core,
    viewer: &Viewer,
    filter: &OwnFilter,
    request: &PageRequest,
) -> Result<Page<registration::Model>, Failure> {
    let mut select = own_rows(core, viewer, filter)?.into_query();
    keyset(true).apply(&mut select, request);
    let rows = core.db.read().query_all(&select).await?;
    let rows = rows
        .iter()
        .map(|row| registration::Model::from_query_result(row, ""))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Page::from_rows(request, rows, position))
}

/// How many registrations [`own`] pages through.
///
/// # Errors
/// [`Failure::Unauthenticated`] where nobody is signed in.
pub async fn count_own(core: &Core, viewer: &Viewer, filter: &OwnFilter) -> Result<u64, Failure> {
    use sea_orm::PaginatorTrait;
    Ok(own_rows(core, viewer, filter)?.count(core.db.read()).await?)
}

fn own_rows(
    core: &Core,
    viewer: &Viewer,
    filter: &OwnFilter,
) -> Result<Select<registration::Entity>, Failure> {
    let person = viewer.signed_in()?;
    let mut select = registration::Entity::find()
        .join(JoinType::InnerJoin, registration::Relation::Event.def())
        .filter(Column::UserId.eq(person.user.id))
        .filter(filter::visible(viewer));
    if filter.upcoming_only {
        select = select.filter(event::Column::StartsAt.gt(core.clock.now()));
    }
    Ok(narrowed(select, &filter.statuses))
}

fn narrowed(
    select: Select<registration::Entity>,
    statuses: &[RegistrationStatus],
) -> Select<registration::Entity> {
    if statuses.is_empty() {
        return select;
    }
    select.filter(Column::Status.is_in(statuses.iter().copied()))
}

/// The statuses that are asked for; all of them where none is named.
fn either(statuses: &[RegistrationStatus]) -> impl Iterator<Item = RegistrationStatus> {
    RegistrationStatus::iter().filter(|status| statuses.is_empty() || statuses.contains(status))
}

fn of_event(parent: SimpleExpr) -> SimpleExpr {
    Expr::col((registration::Entity, Column::EventId)).eq(parent)
}

fn keyset(descending: bool) -> Keyset {
    let sort = Expr::col((registration::Entity, Column::CreatedAt));
    let id = Expr::col((registration::Entity, Column::Id));
    Keyset::new(sort, id, descending)
}

fn position(row: &registration::Model) -> Position {
    Position { key: SortKey::Time(row.created_at), id: row.id.0 }
}
