//! Who sees which rows, as conditions of the query.

use sea_orm::sea_query::{Condition, Expr, ExprTrait, Query, SimpleExpr, UnionType};
use sea_orm::{ColumnTrait, IntoSimpleExpr};

use crate::domain::access::{SignedIn, Viewer, shares};
use crate::entity::word::{EventStatus, RegistrationStatus, Visibility};
use crate::entity::{event, registration};

/// The events whose page the viewer sees, given an id.
#[must_use]
pub fn visible(viewer: &Viewer) -> Condition {
    let of_others = Condition::all()
        .add(event::Column::Status.ne(EventStatus::Draft))
        .add(seen_by_rank(viewer, &[Visibility::Public, Visibility::Unlisted]));
    not_deleted().add(own_or(viewer, of_others))
}

/// The events that lists show the viewer: as [`visible`], but UNLISTED ones only to those who have
/// part in them.
#[must_use]
pub fn listed(viewer: &Viewer) -> Condition {
    let of_others = Condition::all()
        .add(event::Column::Status.ne(EventStatus::Draft))
        .add(seen_by_rank(viewer, &[Visibility::Public]));
    not_deleted().add(own_or(viewer, of_others))
}

/// The events that a person owns or that were shared with them: looked up from the person, since they
/// are few among all.
#[must_use]
pub fn own(person: &SignedIn) -> Condition {
    let owned_or_shared = Query::select()
        .column(event::Column::Id)
        .from(event::Entity)
        .and_where(event::Column::OrganizerId.eq(person.user.id))
        .union(UnionType::All, shares::event_ids(person))
        .to_owned();
    not_deleted().add(event::Column::Id.in_subquery(owned_or_shared))
}

/// The events that those with an active registration see, whatever else they are.
#[must_use]
pub fn seen_by_registrants() -> Condition {
    not_deleted().add(event::Column::Status.ne(EventStatus::Draft))
}

fn not_deleted() -> Condition {
    Condition::all().add(event::Column::DeletedAt.is_null())
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
    let open = Condition::any().add(event::Column::Visibility.is_in(open.iter().copied()));
    match viewer.id() {
        None => open,
        Some(person) => {
            let registered = Query::select()
                .expr(Expr::val(1))
                .from(registration::Entity)
                .and_where(registration::Column::UserId.eq(person))
                .and_where(registration::Column::Status.ne(RegistrationStatus::Cancelled))
                .and_where(event_column_eq(registration::Column::EventId))
                .to_owned();
            open.add(Expr::exists(registered))
        }
    }
}

fn event_column_eq(column: impl ColumnTrait) -> SimpleExpr {
    column.into_simple_expr().eq(event::Column::Id.into_simple_expr())
}
