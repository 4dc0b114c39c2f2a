//! Whom events are shared with, for loaders; and what an address was invited to.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, QueryTrait, RelationTrait, Select,
};

use crate::db::keys::is_in;
use crate::db::page::Keyset;
use crate::domain::Core;
use crate::domain::access::{Viewer, filter};
use crate::entity::{event, event_collaborator, event_invitation};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// The collaborators of many events, in the order in which they were added. Whoever calls this holds an
/// [`EventAccess`](crate::domain::access::EventAccess) to each.
///
/// # Errors
/// As any query.
pub async fn collaborators(
    on: &impl ConnectionTrait,
    events: &[EventId],
) -> Result<HashMap<EventId, Vec<event_collaborator::Model>>, Failure> {
    let rows = event_collaborator::Entity::find()
        .filter(is_in(event_collaborator::Column::EventId, events))
        .order_by_asc(event_collaborator::Column::AddedAt)
        .order_by_asc(event_collaborator::Column::UserId)
        .all(on)
        .await?;
    Ok(parted(rows, |row| row.event_id))
}

/// The invitations to many events, in the order in which they were sent. Whoever calls this holds an
/// [`EventAccess<Owner>`](crate::domain::access::EventAccess) to each.
///
/// # Errors
/// As any query.
pub async fn invitations(
    on: &impl ConnectionTrait,
    events: &[EventId],
) -> Result<HashMap<EventId, Vec<event_invitation::Model>>, Failure> {
    let rows = event_invitation::Entity::find()
        .filter(is_in(event_invitation::Column::EventId, events))
        .order_by_asc(event_invitation::Column::InvitedAt)
        .order_by_asc(event_invitation::Column::EmailKey)
        .all(on)
        .await?;
    Ok(parted(rows, |row| row.event_id))
}

/// A page of what the viewer's address is invited to, newest first.
///
/// # Errors
/// [`Failure::Unauthenticated`] where nobody is signed in.
pub async fn own_invitations(
    core: &Core,
    viewer: &Viewer,
    request: &PageRequest,
) -> Result<Page<event_invitation::Model>, Failure> {
    let mut select: SelectStatement = own(viewer)?.into_query();
    let sort = Expr::col((event_invitation::Entity, event_invitation::Column::InvitedAt));
    let id = Expr::col((event_invitation::Entity, event_invitation::Column::EventId));
    Keyset::new(sort, id, true).apply(&mut select, request);
    let rows = core.db.read().query_all(&select).await?;
    let rows = rows
        .iter()
        .map(|row| event_invitation::Model::from_query_result(row, ""))
        .collect::<Result<Vec<_>, _>>()?;
    let position = |row: &event_invitation::Model| Position {
        key: SortKey::Time(row.invited_at),
        id: row.event_id.0,
    };
    Ok(Page::from_rows(request, rows, position))
}

/// How many [`own_invitations`] pages through.
///
/// # Errors
/// [`Failure::Unauthenticated`] where nobody is signed in.
pub async fn count_own_invitations(core: &Core, viewer: &Viewer) -> Result<u64, Failure> {
    Ok(own(viewer)?.count(core.db.read()).await?)
}

fn own(viewer: &Viewer) -> Result<Select<event_invitation::Entity>, Failure> {
    let person = viewer.signed_in()?;
    Ok(event_invitation::Entity::find()
        .join(JoinType::InnerJoin, event_invitation::Relation::Event.def())
        .filter(event_invitation::Column::EmailKey.eq(person.address_key().unwrap_or_default()))
        .filter(event_invitation::Column::IsVoid.eq(false))
        .filter(event::Column::OrganizerId.ne(person.user.id))
        .filter(filter::visible(viewer)))
}

fn parted<R>(rows: Vec<R>, event: impl Fn(&R) -> EventId) -> HashMap<EventId, Vec<R>> {
    let mut parted: HashMap<EventId, Vec<R>> = HashMap::new();
    for row in rows {
        parted.entry(event(&row)).or_default().push(row);
    }
    parted
}
