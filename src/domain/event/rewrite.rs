//! Putting other fields in the place of an event's standing ones; what `update` and `rollback` share.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction};

use crate::domain::Core;
use crate::domain::event::{Fields, search_row};
use crate::domain::notification::announce;
use crate::domain::{registration, version};
use crate::entity::event;
use crate::entity::word::VersionChange;
use crate::kernel::error::Failure;
use crate::kernel::id::{CategoryId, UserId};

/// How a change went that was made from a version which the client knows.
#[derive(Debug)]
pub enum Editing {
    /// The event as it now is.
    Done(event::Model),
    /// Somebody else changed it since that version. Nothing was written; this is the event as it is.
    Stale(event::Model),
}

/// Whether the locked `event` is another than the version that is expected, where one is.
pub(super) fn is_stale(event: &event::Model, expected: Option<i32>) -> bool {
    expected.is_some_and(|expected| expected != version::current(event))
}

/// Writes `fields`, checked before, and `category` over those of the locked event `standing`, with what
/// comes of it: a version, the words that a search finds, what registrants are told of another time or place,
/// and seats for those in line where there are more. Where nothing differs nothing is written.
pub(super) async fn rewrite(
    core: &Core,
    on: &DatabaseTransaction,
    actor: UserId,
    change: VersionChange,
    standing: &event::Model,
    (fields, category): (Fields, Option<CategoryId>),
) -> Result<event::Model, Failure> {
    let mut row = event::ActiveModel::from(standing.clone());
    row.category_id.set_if_not_equals(category);
    fields.write(&mut row);
    if !row.is_changed() {
        return Ok(standing.clone());
    }
    if row.starts_at.is_set() {
        row.reminded_at = Set(None);
    }
    if row.ends_at.is_set() {
        row.feedback_invited_at = Set(None);
    }
    let is_reworded = row.title.is_set() || row.location.is_set() || row.description.is_set();
    let changed = version::amend(core, on, actor, change, standing, row).await?;
    if is_reworded {
        search_row::write(on, &changed).await?;
    }
    let change = (standing.clone(), changed);
    announce::changed(core, on, std::slice::from_ref(&change)).await?;
    let (_, changed) = change;
    if is_more(standing.capacity, changed.capacity) {
        return registration::promote(core, on, changed).await;
    }
    Ok(changed)
}

/// Whether the limit `after` lets more in than `before`; none lets everybody in.
pub(super) fn is_more<T: PartialOrd>(before: Option<T>, after: Option<T>) -> bool {
    match (before, after) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(before), Some(after)) => after > before,
    }
}
