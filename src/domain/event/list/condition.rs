//! Which events a list holds, as a condition of its query.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr, QuerySelect, QueryTrait};

use crate::db::{Db, search};
use crate::domain::access::{EventRole, SignedIn, Viewer, filter, shares};
use crate::domain::category;
use crate::domain::event::language;
use crate::domain::event::list::EventFilter;
use crate::entity::category as category_row;
use crate::entity::event::Column;
use crate::entity::word::{CollaboratorRole, EventStatus, Visibility};

/// The events that everybody is shown: published, public and to come. Where the filter names states,
/// those that the viewer may see instead of the published and public.
pub(super) fn everyones(
    db: &Db,
    viewer: &Viewer,
    now: DateTime<Utc>,
    filter: Option<&EventFilter>,
) -> Condition {
    let nothing_said = EventFilter::default();
    let given = filter.unwrap_or(&nothing_said);
    let shown = if given.status.is_some() {
        filter::listed(viewer)
    } else {
        Condition::all()
            .add(Column::DeletedAt.is_null())
            .add(Column::Visibility.eq(Visibility::Public))
            .add(Column::Status.eq(EventStatus::Published))
    };
    narrowed(shown, db, now, given)
}

/// The events that lists show the viewer, whatever their state; past ones too where there is no filter.
pub(super) fn listed(
    db: &Db,
    viewer: &Viewer,
    now: DateTime<Utc>,
    filter: Option<&EventFilter>,
) -> Condition {
    optionally(filter::listed(viewer), db, now, filter)
}

/// The events that the viewer owns or that were shared with them, as one of `roles` where given; past
/// ones too where there is no filter.
pub(super) fn own(
    db: &Db,
    viewer: &Viewer,
    roles: Option<&[EventRole]>,
    now: DateTime<Utc>,
    filter: Option<&EventFilter>,
) -> Condition {
    let Some(person) = viewer.person() else { return nobodys() };
    let mut own = filter::own(person);
    if let Some(roles) = roles {
        own = own.add(as_one_of(person, roles));
    }
    optionally(own, db, now, filter)
}

/// No event at all.
pub(super) fn nobodys() -> Condition {
    Condition::all().add(nothing())
}

fn optionally(
    shown: Condition,
    db: &Db,
    now: DateTime<Utc>,
    filter: Option<&EventFilter>,
) -> Condition {
    match filter {
        Some(filter) => narrowed(shown, db, now, filter),
        None => shown,
    }
}

fn as_one_of(person: &SignedIn, roles: &[EventRole]) -> Condition {
    roles.iter().fold(Condition::any().add(nothing()), |any, role| match role {
        EventRole::Owner => any.add(Column::OrganizerId.eq(person.user.id)),
        EventRole::Editor => any.add(shares::is_shared_as(person, CollaboratorRole::Editor)),
        EventRole::CheckIn => any.add(shares::is_shared_as(person, CollaboratorRole::CheckIn)),
        EventRole::Viewer => any.add(shares::is_shared_as(person, CollaboratorRole::Viewer)),
    })
}

fn narrowed(shown: Condition, db: &Db, now: DateTime<Utc>, filter: &EventFilter) -> Condition {
    shown
        .add_option(filter.is_upcoming_only().then(|| Column::StartsAt.gte(now)))
        .add_option(filter.starts_from.map(|from| Column::StartsAt.gte(from)))
        .add_option(filter.starts_before.map(|before| Column::StartsAt.lt(before)))
        .add_option(filter.status.as_ref().map(|status| Column::Status.is_in(status.clone())))
        .add_option(filter.organizer.map(|organizer| Column::OrganizerId.eq(organizer)))
        .add_option(filter.series.map(|series| Column::SeriesId.eq(series)))
        .add_option(filter.has_seats.map(with_seats))
        .add_option(filter.search.as_deref().map(|text| {
            search::by_words(db, text).map_or_else(nothing, |found| within(found.into_query()))
        }))
        .add_option(filter.location.as_deref().map(|part| {
            search::by_location(db, part).map_or_else(nothing, |found| within(found.into_query()))
        }))
        .add_option(filter.category.as_deref().map(in_category))
        .add_option(filter.language.as_deref().map(in_language))
}

fn within(ids: SelectStatement) -> SimpleExpr {
    Column::Id.in_subquery(ids)
}

fn with_seats(wanted: bool) -> Condition {
    let (taken, capacity) = (Column::RegisteredCount, Column::Capacity.into_simple_expr());
    if wanted {
        Condition::any().add(Column::Capacity.is_null()).add(taken.into_simple_expr().lt(capacity))
    } else {
        Condition::all().add(taken.into_simple_expr().gte(capacity))
    }
}

fn in_category(slug: &str) -> SimpleExpr {
    category::with_slug(slug).map_or_else(nothing, |found| {
        let id = found.select_only().column(category_row::Column::Id);
        Column::CategoryId.in_subquery(id.into_query())
    })
}

/// The language itself, and the same with any further subtag: those begin with the tag and a hyphen,
/// whose successor is the full stop.
fn in_language(tag: &str) -> Condition {
    let Some(tag) = language::canonical(tag) else {
        return Condition::all().add(nothing());
    };
    let longer = Condition::all()
        .add(Column::Language.gte(format!("{tag}-")))
        .add(Column::Language.lt(format!("{tag}.")));
    Condition::any().add(Column::Language.eq(tag)).add(longer)
}

/// A condition that no row meets.
fn nothing() -> SimpleExpr {
    Expr::cust("1 = 0")
}
