//! Reading versions.
//!
//! Their numbers have no gap, so that which ones are on a page, and how many there are, is arithmetic on
//! the event's own number: nothing is counted, and an answer never holds a version that is later than the
//! event it shows.

use std::collections::BTreeMap;

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::version::record::{FIRST, UNRECORDED, current};
use crate::domain::version::{Snapshot, unrecorded};
use crate::entity::event_version::{Column, Entity, Model};
use crate::entity::{category, event};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;
use crate::kernel::page::{Page, PageRequest, Position, SortKey};

/// A page of the numbers of the event's versions, newest first.
#[must_use]
pub fn page(event: &event::Model, request: &PageRequest) -> Page<i32> {
    let number = |position: &Position| match position.key {
        SortKey::Number(number) => i32::try_from(number).ok(),
        _ => None,
    };
    let newest = request.after.as_ref().and_then(number).map_or(i32::MAX, |n| n.saturating_sub(1));
    let oldest = request.before.as_ref().and_then(number).map_or(FIRST, |n| n.saturating_add(1));
    let (newest, oldest) = (newest.min(current(event)), oldest.max(FIRST));
    let some = usize::try_from(request.limit).unwrap_or(usize::MAX).saturating_add(1);
    let numbers: Vec<i32> = if request.backward {
        (oldest..=newest).take(some).collect()
    } else {
        (oldest..=newest).rev().take(some).collect()
    };
    let position =
        |number: &i32| Position { key: SortKey::Number((*number).into()), id: event.id.0 };
    Page::from_rows(request, numbers, position)
}

/// Versions of many events by their numbers, in one statement. Whoever calls this holds an
/// [`EventAccess`](crate::domain::access::EventAccess) to each.
///
/// # Errors
/// As any query.
pub async fn by_numbers(core: &Core, keys: &[(EventId, i32)]) -> Result<Vec<Model>, Failure> {
    let mut numbers: BTreeMap<EventId, Vec<i32>> = BTreeMap::new();
    for (event, number) in keys {
        numbers.entry(*event).or_default().push(*number);
    }
    let any = numbers.into_iter().fold(Condition::any(), |any, (event, numbers)| {
        let of_event = Condition::all().add(Column::EventId.eq(event));
        any.add(of_event.add(is_in(Column::Number, &numbers)))
    });
    if any.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find().filter(any).all(core.db.read()).await?)
}

/// The fields that the locked `event` had in its version `number`; `None`
/// where there is no such version.
///
/// # Errors
/// As any query.
pub async fn snapshot(
    on: &impl ConnectionTrait,
    event: &event::Model,
    number: i32,
) -> Result<Option<Snapshot>, Failure> {
    if event.version == UNRECORDED && number == FIRST {
        let category = match event.category_id {
            Some(id) => category::Entity::find_by_id(id).one(on).await?,
            None => None,
        };
        return Snapshot::read(&unrecorded(event, category.as_ref()).snapshot).map(Some);
    }
    let found = Entity::find_by_id((event.id, number)).one(on).await?;
    found.map(|version| Snapshot::read(&version.snapshot)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::registration::waitlist::tests::event;

    fn numbers(version: i32, request: &PageRequest) -> (Vec<i32>, bool, bool) {
        let event = event::Model { version, ..event(None, 0) };
        let page = page(&event, request);
        let numbers = page.items.into_iter().map(|(_, number)| number).collect();
        (numbers, page.has_next, page.has_previous)
    }

    fn at(number: i64) -> Option<Position> {
        Some(Position { key: SortKey::Number(number), id: uuid::Uuid::nil() })
    }

    #[test]
    fn pages_run_from_the_newest_to_the_first() {
        let first = PageRequest { limit: 2, backward: false, after: None, before: None };
        assert_eq!(numbers(5, &first), (vec![5, 4], true, false));
        let next = PageRequest { after: at(4), ..first.clone() };
        assert_eq!(numbers(5, &next), (vec![3, 2], true, true));
        let end = PageRequest { after: at(2), ..first.clone() };
        assert_eq!(numbers(5, &end), (vec![1], false, true));
        let beyond = PageRequest { after: at(1), ..first };
        assert_eq!(numbers(5, &beyond), (vec![], false, true));
    }

    #[test]
    fn pages_from_the_end_run_in_the_same_order() {
        let last = PageRequest { limit: 2, backward: true, after: None, before: None };
        assert_eq!(numbers(5, &last), (vec![2, 1], false, true));
        let before = PageRequest { before: at(2), ..last.clone() };
        assert_eq!(numbers(5, &before), (vec![4, 3], true, true));
        let between = PageRequest { before: at(3), after: at(5), ..last };
        assert_eq!(numbers(5, &between), (vec![4], true, false));
    }

    #[test]
    fn an_event_from_before_has_its_first_version() {
        let first = PageRequest { limit: 20, backward: false, after: None, before: None };
        assert_eq!(numbers(UNRECORDED, &first), (vec![1], false, false));
    }
}
