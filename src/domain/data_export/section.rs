//! What the sections share.

use chrono::{DateTime, SecondsFormat, Utc};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect, Select};
use serde_json::{Value, json};

use crate::domain::Core;
use crate::kernel::error::Failure;

/// The most rows of a section.
pub const MOST: usize = 5_000;
/// The most rows of a section with long texts.
pub const MOST_LONG: usize = 500;

/// How many rows are in memory as rows at once.
const CHUNK: usize = 500;

/// The rows that `select` finds in its order, each written by `write`: `most` of them, and whether that is
/// all.
pub(super) async fn list<E, M>(
    core: &Core,
    select: Select<E>,
    most: usize,
    write: impl Fn(M) -> Value,
) -> Result<Value, Failure>
where
    E: EntityTrait<Model = M>,
    M: FromQueryResult + Send + Sync,
{
    let mut items = Vec::new();
    loop {
        let wanted = most.saturating_sub(items.len()).saturating_add(1).min(CHUNK);
        let chunk = select.clone().offset(size(items.len())).limit(size(wanted));
        let rows: Vec<M> = chunk.all(core.db.read()).await?;
        let is_last = rows.len() < wanted;
        items.extend(rows.into_iter().map(&write));
        if is_last || items.len() > most {
            let is_complete = items.len() <= most;
            items.truncate(most);
            return Ok(json!({ "isComplete": is_complete, "items": items }));
        }
    }
}

fn size(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// An instant as the schema writes it.
pub(super) fn time(instant: DateTime<Utc>) -> Value {
    Value::String(instant.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// An instant that may be missing.
pub(super) fn time_or_null(instant: Option<DateTime<Utc>>) -> Value {
    instant.map_or(Value::Null, time)
}
