//! Who sees which rows, as conditions of the query.

use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr};

use crate::db::page::unless;
use crate::domain::access::{SignedIn, Viewer, shares};
use crate::entity::word::{EventStatus, Visibility};
use crate::entity::{event, registration};
use crate::kernel::id::UserId;

/// The events whose page the viewer sees, given an id.
#[must_use]
pub fn visible(viewer: &Viewer) -> Condition {
    let of_others = Condition::all()
        .add(is_not_draft())
        .add(seen_by_rank(viewer, &[Visibility::Public, Visibility::Unlisted]));
    not_deleted().add(own_or(viewer, of_others))
}

/// The events that lists show the viewer: as [`visible`], but UNLISTED ones only to those who have
/// part in them.
#[must_use]
pub fn listed(viewer: &Viewer) -> Condition {
    let of_others =
        Condition::all().add(is_not_draft()).add(seen_by_rank(viewer, &[Visibility::Public]));
    not_deleted().add(own_or(viewer, of_others))
}

/// The events of [`listed`] that have one of these states, in parts that share no event and each of
/// which an index holds in any order: the public ones, a part for each state, and what the viewer has
/// part in besides, looked up from the person.
#[must_use]
pub fn listed_in_parts(viewer: &Viewer, states: &[EventStatus]) -> Vec<Condition> {
    let mut parts = Vec::new();
    for state in [EventStatus::Draft, EventStatus::Published, EventStatus::Cancelled] {
        if !states.contains(&state) {
            continue;
        }
        if viewer.reads_everything() {
            for visibility in [Visibility::Public, Visibility::Unlisted, Visibility::Private] {
                parts.push(on_shelf(visibility, state));
            }
        } else if state != EventStatus::Draft {
            parts.push(on_shelf(Visibility::Public, state));
        }
    }
    let (false, Some(person)) = (viewer.reads_everything(), viewer.person()) else { return parts };
    let besides = |mine: Condition| {
        let is_shown = Condition::all()
            .add(event::Column::Visibility.into_simple_expr().eq(Visibility::Public.written()))
            .add(is_not_draft());
        mine.add(event::Column::Status.is_in(states.iter().copied())).add(is_shown.not())
    };
    parts.push(besides(owned(person)));
    parts.push(besides(shared(person)));
    let registered =
        registration_of(person.user.id, registration::Column::EventId.into_simple_expr());
    parts.push(besides(
        not_deleted()
            .add(event::Column::Id.in_subquery(registered))
            .add(is_not_draft())
            .add(event::Column::OrganizerId.ne(person.user.id))
            .add(shares::is_shared(person).not()),
    ));
    parts
}

/// The public events that everybody is shown.
#[must_use]
pub fn public() -> Condition {
    on_shelf(Visibility::Public, EventStatus::Published)
}

/// The same, to be checked in events that are found otherwise, because they are fewer.
#[must_use]
pub fn public_among_few() -> Condition {
    let is_public = Expr::from(shelved(Visibility::Public, EventStatus::Published));
    not_deleted().add(unless(is_public.not()))
}

/// The events that the person owns.
#[must_use]
pub fn owned(person: &SignedIn) -> Condition {
    not_deleted().add(event::Column::OrganizerId.eq(person.user.id))
}

/// The events of others that were shared with the person: looked up from the person, since they are few
/// among all.
#[must_use]
pub fn shared(person: &SignedIn) -> Condition {
    not_deleted()
        .add(event::Column::Id.in_subquery(shares::event_ids(person)))
        .add(event::Column::OrganizerId.ne(person.user.id))
}

/// The events that those with an active registration see, whatever else they are.
#[must_use]
pub fn seen_by_registrants() -> Condition {
    not_deleted().add(event::Column::Status.ne(EventStatus::Draft))
}

fn not_deleted() -> Condition {
    Condition::all().add(event::Column::DeletedAt.is_null())
}

/// What the indexes of the listings begin with.
fn on_shelf(visibility: Visibility, status: EventStatus) -> Condition {
    not_deleted().add(shelved(visibility, status))
}

fn shelved(visibility: Visibility, status: EventStatus) -> Condition {
    Condition::all()
        .add(event::Column::Visibility.into_simple_expr().eq(visibility.written()))
        .add(event::Column::Status.into_simple_expr().eq(status.written()))
}

fn is_not_draft() -> SimpleExpr {
    event::Column::Status.into_simple_expr().ne(EventStatus::Draft.written())
}

fn own_or(viewer: &Viewer, of_others: Condition) -> Condition {
    if viewer.reads_everything() {
        return Condition::all();
    }
    match viewer.person() {
        None => of_others,
        Some(person) => Condition::any().add(of_others).add(owned_or_shared(person)),
    }
}

fn owned_or_shared(person: &SignedIn) -> Condition {
    let owned = event::Column::OrganizerId.eq(person.user.id);
    Condition::any().add(owned).add(shares::is_shared(person))
}

/// What everybody sees, and what a registrant sees besides.
fn seen_by_rank(viewer: &Viewer, open: &[Visibility]) -> Condition {
    let open = open.iter().fold(Condition::any(), |any, visibility| {
        any.add(event::Column::Visibility.into_simple_expr().eq(visibility.written()))
    });
    match viewer.id() {
        None => open,
        Some(person) => {
            let registered = registration_of(person, Expr::val(1))
                .and_where(is_of_this_event(registration::Column::EventId))
                .to_owned();
            open.add(Expr::exists(registered))
        }
    }
}

fn registration_of(person: UserId, what: SimpleExpr) -> SelectStatement {
    Query::select()
        .expr(what)
        .from(registration::Entity)
        .and_where(registration::Column::UserId.eq(person))
        .and_where(registration::is_active())
        .to_owned()
}

fn is_of_this_event(column: impl ColumnTrait) -> SimpleExpr {
    column.into_simple_expr().eq(event::Column::Id.into_simple_expr())
}
