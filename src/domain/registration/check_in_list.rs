//! All tickets of an event, for the devices at its doors: what they need to tell a good ticket from a bad
//! one while the network is away, and no code.

use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, Iterable, JoinType, QueryResult, QuerySelect,
    QueryTrait,
};

use crate::db::nested;
use crate::db::page::Keyset;
use crate::domain::Core;
use crate::entity::{registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// A ticket and who holds it.
#[derive(Debug, Clone)]
pub struct CheckInEntry {
    /// The ticket.
    pub ticket: ticket::Model,
    /// Whose it is.
    pub holder: UserId,
    registered_at: chrono::DateTime<chrono::Utc>,
}

/// Where a ticket stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketState {
    /// It lets somebody in.
    Good,
    /// It has let somebody in.
    Used,
    /// It was given back.
    Cancelled,
}

impl TicketState {
    /// Where `ticket` stands. One that was given back opens nothing, used before or not.
    #[must_use]
    pub fn of(ticket: &ticket::Model) -> Self {
        match (ticket.cancelled_at, ticket.checked_in_at) {
            (Some(_), _) => Self::Cancelled,
            (None, Some(_)) => Self::Used,
            (None, None) => Self::Good,
        }
    }
}

impl FromQueryResult for CheckInEntry {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            ticket: ticket::Model::from_query_result(row, prefix)?,
            holder: row.try_get(prefix, "holder_id")?,
            registered_at: row.try_get(prefix, "holder_since")?,
        })
    }
}

impl CheckInEntry {
    fn position(&self) -> Position {
        Position { key: SortKey::Time(self.registered_at), id: self.ticket.id.0 }
    }
}

/// The same page of the tickets of many events, in one statement, by when their registrations were made.
/// Whoever calls this holds an [`EventAccess`](crate::domain::access::EventAccess) to each.
///
/// # Errors
/// As any query.
pub async fn pages(
    core: &Core,
    events: &[EventId],
    request: &PageRequest,
) -> Result<Vec<(EventId, Page<CheckInEntry>)>, Failure> {
    let parents = uuids(events);
    let rows =
        nested::rows::<CheckInEntry>(&core.db, &parents, |parent| page(parent, request)).await?;
    Ok(nested::pages(rows, parents, request, CheckInEntry::position)
        .into_iter()
        .map(|(event, page)| (EventId(event), page))
        .collect())
}

/// How many tickets each of many events has, in one statement.
///
/// # Errors
/// As any query.
pub async fn counts(core: &Core, events: &[EventId]) -> Result<Vec<(EventId, u64)>, Failure> {
    let counted = nested::counts(&core.db, &uuids(events), |parent| {
        let mut select = Query::select();
        select.expr(Func::count(Expr::col(Asterisk))).from(ticket::Entity);
        of_event(&mut select, parent);
        select
    })
    .await?;
    Ok(counted.into_iter().map(|(event, count)| (EventId(event), count)).collect())
}

fn page(parent: SimpleExpr, request: &PageRequest) -> SelectStatement {
    let made = || Expr::col((registration::Entity, registration::Column::CreatedAt));
    let mut select = ticket::Entity::find()
        .select_only()
        .columns(ticket::Column::iter())
        .column_as(registration::Column::UserId, "holder_id")
        .column_as(registration::Column::CreatedAt, "holder_since")
        .into_query();
    of_event(&mut select, parent);
    // Said beside the comparison of the whole position, which spans two tables and so no index: these let the
    // page be read on from where the last one ended.
    if let Some(Position { key: SortKey::Time(time), .. }) = &request.after {
        select.and_where(made().gte(*time));
    }
    if let Some(Position { key: SortKey::Time(time), .. }) = &request.before {
        select.and_where(made().lte(*time));
    }
    let id = Expr::col((ticket::Entity, ticket::Column::Id));
    Keyset::new(made(), id, false).apply(&mut select, request);
    select
}

fn of_event(select: &mut SelectStatement, parent: SimpleExpr) {
    let of_ticket = Expr::col((ticket::Entity, ticket::Column::RegistrationId))
        .eq(Expr::col((registration::Entity, registration::Column::Id)));
    select.join(JoinType::InnerJoin, registration::Entity, of_ticket);
    select.and_where(registration::Column::EventId.into_expr().eq(parent));
}

fn uuids(events: &[EventId]) -> Vec<uuid::Uuid> {
    events.iter().map(|id| id.0).collect()
}
