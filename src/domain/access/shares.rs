//! What was shared with a person: by name (`event_collaborators`), or by an invitation to their address
//! (`event_invitations`), which counts for whoever signs in with it, without a step in between. Where
//! there are both, the greater role counts. `docs/decisions/0020` says why.

use std::collections::HashMap;

use sea_orm::sea_query::{
    Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, IntoSimpleExpr,
    QueryFilter, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::db::keys::{is_in, pair_is_in};
use crate::domain::access::{EventRole, SignedIn};
use crate::entity::word::CollaboratorRole;
use crate::entity::{event, event_collaborator, event_invitation};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};

/// The person of a share by name.
const NAMED: &str = "named";
/// The address of a share by invitation.
const ADDRESS: &str = "address";

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

/// What each event is shared with each person as, of `asked` those pairs that are, in one statement however
/// many people ask.
///
/// # Errors
/// As any query.
pub async fn roles_of_many(
    on: &impl ConnectionTrait,
    asked: &HashMap<(EventId, UserId), &SignedIn>,
) -> Result<HashMap<(EventId, UserId), CollaboratorRole>, Failure> {
    let mut roles = HashMap::new();
    if asked.is_empty() {
        return Ok(roles);
    }
    let mut people: Vec<(Uuid, Uuid)> = Vec::with_capacity(asked.len());
    let mut addresses: Vec<(Uuid, String)> = Vec::with_capacity(asked.len());
    let mut whose: HashMap<&str, UserId> = HashMap::new();
    for ((event, id), person) in asked {
        people.push((event.0, id.0));
        // No invitation goes to an empty address.
        let address = person.address_key().unwrap_or_default();
        addresses.push((event.0, address.to_owned()));
        whose.insert(address, *id);
    }
    let backend = on.get_database_backend();
    for row in on.query_all(&shared_by_pairs(backend, &people, &addresses)).await? {
        let share = Share::from_query_result(&row, "")?;
        let named: Option<UserId> = row.try_get("", NAMED)?;
        let address: Option<String> = row.try_get("", ADDRESS)?;
        let by_address = || address.as_deref().and_then(|address| whose.get(address).copied());
        let Some(person) = named.or_else(by_address) else { continue };
        let known = roles.entry((share.event_id, person)).or_insert(share.role);
        *known = greater(*known, share.role);
    }
    Ok(roles)
}

/// Event, person or address, and role of the shares that are among the pairs.
fn shared_by_pairs(
    backend: DbBackend,
    people: &[(Uuid, Uuid)],
    addresses: &[(Uuid, String)],
) -> SelectStatement {
    let by_name = {
        use event_collaborator::Column;
        let is_asked = pair_is_in(backend, (Column::EventId, Column::UserId), people);
        event_collaborator::Entity::find()
            .select_only()
            .columns([Column::EventId, Column::Role])
            .column_as(Column::UserId, NAMED)
            .expr_as(Expr::cust("NULL"), ADDRESS)
            .filter(is_asked)
            .into_query()
    };
    let by_address = {
        use event_invitation::Column;
        let is_asked = pair_is_in(backend, (Column::EventId, Column::EmailKey), addresses);
        event_invitation::Entity::find()
            .select_only()
            .columns([Column::EventId, Column::Role])
            .expr_as(Expr::cust("NULL"), NAMED)
            .column_as(Column::EmailKey, ADDRESS)
            .filter(is_asked)
            .filter(Column::IsVoid.eq(false))
            .into_query()
    };
    let mut both = by_name;
    both.union(UnionType::All, by_address).to_owned()
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
        // No invitation goes to an empty address.
        .filter(event_invitation::Column::EmailKey.eq(person.address_key().unwrap_or_default()))
        .filter(event_invitation::Column::IsVoid.eq(false))
        .into_query()
}

#[derive(FromQueryResult)]
struct Share {
    event_id: EventId,
    role: CollaboratorRole,
}
