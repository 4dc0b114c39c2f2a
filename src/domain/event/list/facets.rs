//! How many events of a list there are of each kind, so that a page can offer what narrows it further.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike};
use chrono_tz::Tz;
use sea_orm::sea_query::{Alias, Asterisk, Expr, Func, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{
    ConnectionTrait, EntityTrait, IntoSimpleExpr, QueryFilter, QuerySelect, QueryTrait, TryGetable,
};

use crate::db::bucket;
use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::event::list::EventQuery;
use crate::domain::event::list::page::{Scope, parts};
use crate::entity::event::{Column, Entity};
use crate::kernel::error::Failure;
use crate::kernel::id::CategoryId;

const KIND: &str = "kind";
const EVENTS: &str = "events_of_kind";

/// A month of some zone's calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// Of the Gregorian calendar.
    pub year: i32,
    /// 1 to 12.
    pub month: u32,
}

/// By category, the largest first; `None` for the events that have none.
///
/// # Errors
/// As any query.
pub async fn by_category(
    core: &Core,
    viewer: &Viewer,
    query: &EventQuery,
) -> Result<Vec<(Option<CategoryId>, u64)>, Failure> {
    let found = counted(core, viewer, query, Column::CategoryId.into_simple_expr()).await?;
    Ok(largest_first(found))
}

/// By language tag, the largest first.
///
/// # Errors
/// As any query.
pub async fn by_language(
    core: &Core,
    viewer: &Viewer,
    query: &EventQuery,
) -> Result<Vec<(String, u64)>, Failure> {
    Ok(largest_first(counted(core, viewer, query, Column::Language.into_simple_expr()).await?))
}

/// By the month in which they start by the clocks of `zone`, the earliest first.
///
/// # Errors
/// As any query.
pub async fn by_month(
    core: &Core,
    viewer: &Viewer,
    query: &EventQuery,
    zone: Tz,
) -> Result<Vec<(Month, u64)>, Failure> {
    // The database counts quarters of an hour, on whose borders every zone's months begin (decision 29).
    let quarter = bucket::of(&core.db, Column::StartsAt);
    let quarters: BTreeMap<i64, u64> = counted(core, viewer, query, quarter).await?;
    let mut months = BTreeMap::new();
    for (quarter, events) in quarters {
        let instant = DateTime::from_timestamp(quarter.saturating_mul(bucket::SECONDS), 0);
        let Some(day) = instant.map(|instant| instant.with_timezone(&zone)) else { continue };
        let month = Month { year: day.year(), month: day.month() };
        let sum: &mut u64 = months.entry(month).or_default();
        *sum = sum.saturating_add(events);
    }
    Ok(months.into_iter().collect())
}

/// How many events of the list there are for each value of `kind`, in one statement.
async fn counted<K: TryGetable + Ord>(
    core: &Core,
    viewer: &Viewer,
    query: &EventQuery,
    kind: SimpleExpr,
) -> Result<BTreeMap<K, u64>, Failure> {
    let of_part = |part| {
        let rows = Entity::find().filter(part).select_only();
        let rows = rows.expr_as(kind.clone(), KIND);
        let rows = rows.expr_as(Func::count(Expr::col(Asterisk)), EVENTS);
        rows.into_query().group_by_col(Alias::new(KIND)).to_owned()
    };
    let parts = parts(core, viewer, &Scope::Everyone, &query.unordered());
    let together = |mut all: SelectStatement, part| {
        all.union(UnionType::All, part);
        all
    };
    let Some(select) = parts.into_iter().map(of_part).reduce(together) else {
        return Ok(BTreeMap::new());
    };
    let mut found = BTreeMap::new();
    for row in core.db.read().query_all(&select).await? {
        let events: i64 = row.try_get("", EVENTS)?;
        let sum: &mut u64 = found.entry(row.try_get("", KIND)?).or_default();
        *sum = sum.saturating_add(events.unsigned_abs());
    }
    Ok(found)
}

fn largest_first<K: Ord>(found: BTreeMap<K, u64>) -> Vec<(K, u64)> {
    let mut sorted: Vec<(K, u64)> = found.into_iter().collect();
    // Stable, so that equal ones stay in the order of their kinds.
    sorted.sort_by_key(|(_, events)| std::cmp::Reverse(*events));
    sorted
}
