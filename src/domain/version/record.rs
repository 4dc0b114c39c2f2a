//! Writing versions, in the transaction of the change.

use std::collections::HashMap;

use sea_orm::ActiveValue::{self, Set};
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, IntoSimpleExpr,
    QueryFilter,
};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::version::Snapshot;
use crate::entity::word::VersionChange;
use crate::entity::{category, event, event_version};
use crate::kernel::error::Failure;
use crate::kernel::id::{CategoryId, UserId};

/// The number of an event's first version.
pub const FIRST: i32 = 1;

/// What stands in the `version` of an event of which none was written.
pub const UNRECORDED: i32 = 0;

/// Versions written in one statement; a snapshot may hold a description of many thousand letters.
const AT_ONCE: usize = 100;

/// One event before and after a change.
#[derive(Debug, Clone, Copy)]
pub struct Edit<'a> {
    before: Option<&'a event::Model>,
    after: &'a event::Model,
}

impl<'a> Edit<'a> {
    /// A new event, inserted with the version [`FIRST`].
    #[must_use]
    pub fn made(after: &'a event::Model) -> Self {
        Self { before: None, after }
    }

    /// An event that stood before, its version moved on by [`advance`].
    #[must_use]
    pub fn changed(before: &'a event::Model, after: &'a event::Model) -> Self {
        Self { before: Some(before), after }
    }
}

/// The number of the event's current version, as people count.
#[must_use]
pub fn current(event: &event::Model) -> i32 {
    event.version.max(FIRST)
}

/// Moves a locked event on to its next version; [`record`] writes it.
pub fn advance(row: &mut event::ActiveModel) {
    let standing = match row.version {
        Set(number) | ActiveValue::Unchanged(number) => number.max(FIRST),
        ActiveValue::NotSet => UNRECORDED,
    };
    row.version = Set(standing.saturating_add(1));
}

/// The number that [`advance`] moves to, for a statement that changes many events.
#[must_use]
pub fn advanced() -> SimpleExpr {
    use sea_orm::sea_query::ExprTrait;
    let standing: SimpleExpr = Expr::case(event::Column::Version.lt(FIRST), Expr::val(FIRST))
        .finally(event::Column::Version.into_simple_expr())
        .into();
    standing.add(1)
}

/// Writes `row`, what changes of the locked event `standing`, and the version that comes of it; answers
/// the event as it then is.
///
/// # Errors
/// As any statement.
pub async fn amend(
    core: &Core,
    on: &impl ConnectionTrait,
    actor: UserId,
    change: VersionChange,
    standing: &event::Model,
    mut row: event::ActiveModel,
) -> Result<event::Model, Failure> {
    row.updated_at = Set(core.clock.now());
    advance(&mut row);
    let changed = row.update(on).await?;
    record(on, actor, change, &[Edit::changed(standing, &changed)]).await?;
    Ok(changed)
}

/// Writes a version for each of the edits, which one `change` of `actor`'s made: one or two statements
/// for up to a hundred of them. They carry the time that the events were updated at.
///
/// # Errors
/// As any statement.
pub async fn record(
    on: &impl ConnectionTrait,
    actor: UserId,
    change: VersionChange,
    edits: &[Edit<'_>],
) -> Result<(), Failure> {
    let categories = categories(on, edits).await?;
    let category = |event: &event::Model| event.category_id.and_then(|id| categories.get(&id));
    let mut rows = Vec::with_capacity(edits.len());
    for edit in edits {
        if let Some(before) = edit.before.filter(|before| before.version == UNRECORDED) {
            rows.push(unrecorded(before, category(before)));
        }
        rows.push(event_version::Model {
            event_id: edit.after.id,
            number: edit.after.version,
            change,
            actor_id: Some(actor),
            created_at: edit.after.updated_at,
            snapshot: Snapshot::of(edit.after, category(edit.after)).write(),
        });
    }
    while !rows.is_empty() {
        let some: Vec<_> = rows.drain(..rows.len().min(AT_ONCE)).collect();
        let some = some.into_iter().map(|row| row.into_active_model().reset_all());
        event_version::Entity::insert_many(some).exec_without_returning(on).await?;
    }
    Ok(())
}

/// The first version of an event of which none was written: as its row says, for want of anything older.
#[must_use]
pub fn unrecorded(
    event: &event::Model,
    category: Option<&category::Model>,
) -> event_version::Model {
    event_version::Model {
        event_id: event.id,
        number: FIRST,
        change: VersionChange::Created,
        actor_id: Some(event.organizer_id),
        created_at: event.created_at,
        snapshot: Snapshot::of(event, category).write(),
    }
}

/// The categories that the edited events are and were in.
async fn categories(
    on: &impl ConnectionTrait,
    edits: &[Edit<'_>],
) -> Result<HashMap<CategoryId, category::Model>, Failure> {
    let states = edits.iter().flat_map(|edit| edit.before.into_iter().chain([edit.after]));
    let mut ids: Vec<CategoryId> = states.filter_map(|event| event.category_id).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = category::Entity::find().filter(is_in(category::Column::Id, &ids)).all(on).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(standing: ActiveValue<i32>) -> ActiveValue<i32> {
        let mut row = event::ActiveModel { version: standing, ..Default::default() };
        advance(&mut row);
        row.version
    }

    #[test]
    fn numbers_go_up_by_one_from_one() {
        assert_eq!(next(ActiveValue::NotSet), Set(FIRST));
        assert_eq!(next(ActiveValue::Unchanged(UNRECORDED)), Set(2));
        assert_eq!(next(ActiveValue::Unchanged(FIRST)), Set(2));
        assert_eq!(next(ActiveValue::Unchanged(7)), Set(8));
    }
}
