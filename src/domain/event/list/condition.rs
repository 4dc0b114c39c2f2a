//! Which events a list holds, as conditions of its query.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr, QuerySelect, QueryTrait};

use crate::db::page::{along_the_way, unless};
use crate::db::{Db, search};
use crate::domain::access::{EventRole, SignedIn, Viewer, filter, shares};
use crate::domain::category;
use crate::domain::event::language;
use crate::domain::event::list::{EventFilter, EventOrder, EventQuery, Near};
use crate::entity::category as category_row;
use crate::entity::event::Column;
use crate::entity::word::{CollaboratorRole, EventStatus};

/// The events that everybody is shown: published, public and to come. Where the filter names states,
/// those that the viewer may see instead of the published and public. In parts, which share no event.
pub(super) fn everyones(
    db: &Db,
    viewer: &Viewer,
    now: DateTime<Utc>,
    query: &EventQuery,
) -> Vec<Condition> {
    let nothing_said = EventFilter::default();
    let given = query.filter.as_ref().unwrap_or(&nothing_said);
    // What is searched for or somebody's own is few: there the parts would be looked up in vain.
    let is_few = given.search.is_some()
        || given.location.is_some()
        || given.organizer.is_some()
        || given.series.is_some();
    let parts = match &given.status {
        // Everybody's events are many: they are not looked up where the filter names a few.
        None if given.organizer.is_some() || given.series.is_some() => {
            vec![filter::public_among_few()]
        }
        None => vec![filter::public()],
        Some(states) if is_few => vec![filter::listed(viewer).add(in_state(states))],
        Some(states) => filter::listed_in_parts(viewer, states),
    };
    let narrowed = |part| narrowed(part, db, now, given, query.order).add(belonging(given));
    or_nothing(parts.into_iter().map(narrowed).collect())
}

/// The events that lists show the viewer, whatever their state; past ones too where there is no filter.
pub(super) fn listed(
    db: &Db,
    viewer: &Viewer,
    now: DateTime<Utc>,
    query: &EventQuery,
) -> Condition {
    optionally(filter::listed(viewer), db, now, query, belonging)
}

/// The events that the viewer owns or that were shared with them, as one of `roles` where given; past
/// ones too where there is no filter. In parts, which share no event.
pub(super) fn own(
    db: &Db,
    viewer: &Viewer,
    roles: Option<&[EventRole]>,
    now: DateTime<Utc>,
    query: &EventQuery,
) -> Vec<Condition> {
    let Some(person) = viewer.person() else { return nobodys() };
    let mut parts = Vec::new();
    if roles.is_none_or(|roles| roles.contains(&EventRole::Owner)) {
        parts.push(optionally(filter::owned(person), db, now, query, belonging));
    }
    let shared = match roles {
        None => Some(filter::shared(person)),
        Some([] | [EventRole::Owner]) => None,
        Some(roles) => Some(filter::shared(person).add(as_one_of(person, roles))),
    };
    // What is shared with one person is few, and found by the person.
    parts.extend(shared.map(|part| optionally(part, db, now, query, belonging_of_few)));
    or_nothing(parts)
}

/// No event at all.
pub(super) fn nobodys() -> Vec<Condition> {
    vec![Condition::all().add(nothing())]
}

fn optionally(
    shown: Condition,
    db: &Db,
    now: DateTime<Utc>,
    query: &EventQuery,
    belonging: fn(&EventFilter) -> Condition,
) -> Condition {
    match &query.filter {
        Some(filter) => {
            let shown = shown.add_option(filter.status.as_deref().map(in_state));
            narrowed(shown, db, now, filter, query.order).add(belonging(filter))
        }
        None => shown,
    }
}

fn as_one_of(person: &SignedIn, roles: &[EventRole]) -> Condition {
    roles.iter().fold(Condition::any().add(nothing()), |any, role| match role {
        EventRole::Owner => any,
        EventRole::Editor => any.add(shares::is_shared_as(person, CollaboratorRole::Editor)),
        EventRole::CheckIn => any.add(shares::is_shared_as(person, CollaboratorRole::CheckIn)),
        EventRole::Viewer => any.add(shares::is_shared_as(person, CollaboratorRole::Viewer)),
    })
}

fn narrowed(
    shown: Condition,
    db: &Db,
    now: DateTime<Utc>,
    filter: &EventFilter,
    order: EventOrder,
) -> Condition {
    let begin = [filter.is_upcoming_only().then_some(now), filter.starts_from];
    shown
        .add_option(begin.into_iter().flatten().max().map(|from| starting_from(from, order)))
        .add_option(filter.starts_before.map(|before| starting_before(before, order)))
        .add_option(filter.near.as_ref().map(|near| around(near, order)))
        .add_option(filter.has_seats.map(with_seats))
        .add_option(filter.search.as_deref().map(|text| {
            search::by_words(db, text).map_or_else(nothing, |found| within(found.into_query()))
        }))
        .add_option(filter.location.as_deref().map(|part| {
            search::by_location(db, part).map_or_else(nothing, |found| within(found.into_query()))
        }))
        .add_option(filter.category.as_deref().map(|slug| in_category(slug, filter, order)))
        .add_option(filter.language.as_deref().map(in_language))
}

/// Whose events, and of which series.
fn belonging(filter: &EventFilter) -> Condition {
    Condition::all()
        .add_option(filter.organizer.map(|organizer| Column::OrganizerId.eq(organizer)))
        .add_option(filter.series.map(|series| Column::SeriesId.eq(series)))
}

/// The same, to be checked in rows that are few.
fn belonging_of_few(filter: &EventFilter) -> Condition {
    let is =
        |column: Column, id: uuid::Uuid| along_the_way(column.into_simple_expr(), Expr::val(id));
    Condition::all()
        .add_option(filter.organizer.map(|organizer| is(Column::OrganizerId, organizer.0)))
        .add_option(filter.series.map(|series| is(Column::SeriesId, series.0)))
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

fn in_state(states: &[EventStatus]) -> SimpleExpr {
    unless(Column::Status.is_not_in(states.iter().copied()))
}

fn starting_from(from: DateTime<Utc>, order: EventOrder) -> SimpleExpr {
    if order.is_by_start() { Column::StartsAt.gte(from) } else { unless(Column::StartsAt.lt(from)) }
}

fn starting_before(end: DateTime<Utc>, order: EventOrder) -> SimpleExpr {
    if order.is_by_start() { Column::StartsAt.lt(end) } else { unless(Column::StartsAt.gte(end)) }
}

fn around(near: &Near, order: EventOrder) -> Condition {
    let (from, before) = near.widened(TimeDelta::days(near.days.into()));
    Condition::all().add(starting_from(from, order)).add(starting_before(before, order))
}

/// The category looked up as a single value, so that the index which begins with it keeps its order.
fn in_category(slug: &str, filter: &EventFilter, order: EventOrder) -> SimpleExpr {
    category::with_slug(slug).map_or_else(nothing, |found| {
        let id = found.select_only().column(category_row::Column::Id).into_query();
        of_category(SimpleExpr::from(id), Some(filter), order)
    })
}

/// The events of the category with this id.
pub(super) fn of_category(
    id: SimpleExpr,
    filter: Option<&EventFilter>,
    order: EventOrder,
) -> SimpleExpr {
    let category = Column::CategoryId.into_simple_expr();
    if filter.is_some_and(|filter| filter.series.is_some()) {
        // A category has more events than a series has occurrences.
        along_the_way(category, id)
    } else if order.is_by_start() {
        category.eq(id)
    } else {
        unless(category.ne(id))
    }
}

/// The language itself, and the same with any further subtag: those begin with the tag and a hyphen,
/// whose successor is the full stop. Nothing else that a canonical tag may be lies in between, so that
/// one range of an index finds them all.
fn in_language(tag: &str) -> Condition {
    let Some(tag) = language::canonical(tag) else {
        return Condition::all().add(nothing());
    };
    let end = format!("{tag}.");
    Condition::all().add(unless(Column::Language.lt(tag))).add(unless(Column::Language.gte(end)))
}

/// A condition that no row meets.
fn nothing() -> SimpleExpr {
    Expr::cust("1 = 0")
}

/// A list has one part at least.
fn or_nothing(parts: Vec<Condition>) -> Vec<Condition> {
    if parts.is_empty() { nobodys() } else { parts }
}
