//! The guest list: who comes, in the order in which they got their seats.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Asterisk, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{
    EntityTrait, FromQueryResult, Iterable, JoinType, QueryResult, QuerySelect, QueryTrait,
    RelationTrait,
};

use crate::db::nested;
use crate::db::page::Keyset;
use crate::domain::Core;
use crate::domain::access::policy::EventRole;
use crate::entity::word::GuestList;
use crate::entity::{event, registration, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId};
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// A person who comes, and their place in the list.
#[derive(Debug, Clone)]
pub struct Guest {
    /// The person.
    pub user: user::Model,
    registered_at: DateTime<Utc>,
    registration_id: RegistrationId,
}

impl FromQueryResult for Guest {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        Ok(Self {
            user: user::Model::from_query_result(row, prefix)?,
            registered_at: row.try_get(prefix, "guest_registered_at")?,
            registration_id: row.try_get(prefix, "guest_registration_id")?,
        })
    }
}

impl Guest {
    fn position(&self) -> Position {
        Position { key: SortKey::Time(self.registered_at), id: self.registration_id.0 }
    }
}

/// Whether somebody with this role and this standing sees the guest list of `event`.
#[must_use]
pub fn sees_guests(event: &event::Model, role: Option<EventRole>, is_registrant: bool) -> bool {
    match event.guest_list_visibility {
        GuestList::Everyone => true,
        GuestList::Attendees => role.is_some() || is_registrant,
        GuestList::Collaborators => role.is_some(),
    }
}

/// The same page of the guest lists of many events, in one statement. Whoever calls this has asked
/// [`sees_guests`] of each.
///
/// # Errors
/// As any query.
pub async fn pages(
    core: &Core,
    events: &[EventId],
    request: &PageRequest,
) -> Result<Vec<(EventId, Page<user::Model>)>, Failure> {
    let rows =
        nested::rows::<Guest>(&core.db, &uuids(events), |parent| page(parent, request)).await?;
    Ok(nested::pages(rows, events.iter().map(|id| id.0), request, Guest::position)
        .into_iter()
        .map(|(event, page)| (EventId(event), page.map(|guest| guest.user)))
        .collect())
}

/// How many people come to each of many events, in one statement.
///
/// # Errors
/// As any query.
pub async fn counts(core: &Core, events: &[EventId]) -> Result<Vec<(EventId, u64)>, Failure> {
    let counted = nested::counts(&core.db, &uuids(events), |parent| {
        Query::select()
            .expr(Func::count(Expr::col(Asterisk)))
            .from(registration::Entity)
            .cond_where(seated(parent))
            .to_owned()
    })
    .await?;
    Ok(counted.into_iter().map(|(event, count)| (EventId(event), count)).collect())
}

fn page(parent: SimpleExpr, request: &PageRequest) -> SelectStatement {
    let mut select = registration::Entity::find()
        .select_only()
        .columns(user::Column::iter())
        .column_as(registration::Column::RegisteredAt, "guest_registered_at")
        .column_as(registration::Column::Id, "guest_registration_id")
        .join(JoinType::InnerJoin, registration::Relation::User.def())
        .into_query();
    select.cond_where(seated(parent));
    let sort = Expr::col((registration::Entity, registration::Column::RegisteredAt));
    let id = Expr::col((registration::Entity, registration::Column::Id));
    Keyset::new(sort, id, false).apply(&mut select, request);
    select
}

/// Written out, not bound: only so does a prepared statement use the index of those with seats.
fn seated(parent: SimpleExpr) -> sea_orm::Condition {
    let registered = SimpleExpr::Constant("REGISTERED".into());
    sea_orm::Condition::all()
        .add(Expr::col((registration::Entity, registration::Column::EventId)).eq(parent))
        .add(Expr::col((registration::Entity, registration::Column::Status)).eq(registered))
}

fn uuids(events: &[EventId]) -> Vec<uuid::Uuid> {
    events.iter().map(|id| id.0).collect()
}
