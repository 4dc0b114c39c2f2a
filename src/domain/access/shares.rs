//! What was shared with a person: by name (`event_collaborators`), or by an invitation to their address
//! (`event_invitations`), which counts for whoever signs in with it, without a step in between. Where
//! there are both, the greater role counts. `docs/decisions/0020` says why.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, IntoSimpleExpr, QueryFilter,
    QuerySelect, QueryTrait,
};

use crate::db::keys::is_in;
use crate::domain::access::{EventRole, SignedIn};
use crate::entity::word::CollaboratorRole;
use crate::entity::{event, event_collaborator, event_invitation};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// What each of `events` is shared with `person` as, in one statement; those that are not are left out.
///
/// # Errors
/// As any query.
pub async fn roles(
    on: &impl ConnectionTrait,
    person: &SignedIn,
    events: &[EventId],
) -> Result<HashMap<EventId, CollaboratorRole>, Failure> {
    let mut by_name = by_name(person);
    by_name
        .column(event_collaborator::Column::EventId)
        .column(event_collaborator::Column::Role)
        .and_where(is_in(event_collaborator::Column::EventId, events));
    let mut by_address = by_address(person);
    by_address
        .column(event_invitation::Column::EventId)
        .column(event_invitation::Column::Role)
        .and_where(is_in(event_invitation::Column::EventId, events));
    let both = by_name.union(UnionType::All, by_address).to_owned();
    let mut roles = HashMap::new();
    for row in on.query_all(&both).await? {
        let share = Share::from_query_result(&row, "")?;
        let known = roles.entry(share.event_id).or_insert(share.role);
        *known = greater(*known, share.role);
    }
    Ok(roles)
}

/// The greater of two roles.
#[must_use]
pub fn greater(one: CollaboratorRole, other: CollaboratorRole) -> CollaboratorRole {
    if EventRole::from(one) >= EventRole::from(other) { one } else { other }
}

/// The ids of all events that are shared with `person`: looked up from the person, since they are few
/// among all.
#[must_use]
pub fn event_ids(person: &SignedIn) -> SelectStatement {
    let mut by_address = by_address(person);
    by_address.column(event_invitation::Column::EventId);
    let mut by_name = by_name(person);
    by_name.column(event_collaborator::Column::EventId);
    by_name.union(UnionType::All, by_address).to_owned()
}

/// Whether the event of the row is shared with `person`.
#[must_use]
pub fn is_shared(person: &SignedIn) -> Condition {
    exists(person, &[CollaboratorRole::Editor, CollaboratorRole::CheckIn, CollaboratorRole::Viewer])
}

/// Whether the event of the row is shared with `person` as `role`, and as nothing more.
#[must_use]
pub fn is_shared_as(person: &SignedIn, role: CollaboratorRole) -> Condition {
    let more: &[CollaboratorRole] = match role {
        CollaboratorRole::Editor => &[],
        CollaboratorRole::CheckIn => &[CollaboratorRole::Editor],
        CollaboratorRole::Viewer => &[CollaboratorRole::Editor, CollaboratorRole::CheckIn],
    };
    let as_role = Condition::all().add(exists(person, &[role]));
    if more.is_empty() { as_role } else { as_role.add(exists(person, more).not()) }
}

fn exists(person: &SignedIn, roles: &[CollaboratorRole]) -> Condition {
    let is_one_of = |column: SimpleExpr| column.is_in(roles.iter().copied());
    let of_event = |column: SimpleExpr| column.eq(event::Column::Id.into_simple_expr());
    let mut by_name = by_name(person);
    by_name
        .expr(Expr::val(1))
        .and_where(of_event(event_collaborator::Column::EventId.into_simple_expr()))
        .and_where(is_one_of(event_collaborator::Column::Role.into_simple_expr()));
    let mut by_address = by_address(person);
    by_address
        .expr(Expr::val(1))
        .and_where(of_event(event_invitation::Column::EventId.into_simple_expr()))
        .and_where(is_one_of(event_invitation::Column::Role.into_simple_expr()));
    Condition::any().add(Expr::exists(by_name)).add(Expr::exists(by_address))
}

fn by_name(person: &SignedIn) -> SelectStatement {
    Query::select()
        .from(event_collaborator::Entity)
        .and_where(event_collaborator::Column::UserId.eq(person.user.id))
        .to_owned()
}

fn by_address(person: &SignedIn) -> SelectStatement {
    event_invitation::Entity::find()
        .select_only()
        .filter(event_invitation::Column::EmailKey.eq(person.user.email_key.as_str()))
        .filter(event_invitation::Column::IsVoid.eq(false))
        .into_query()
}

#[derive(FromQueryResult)]
struct Share {
    event_id: EventId,
    role: CollaboratorRole,
}
