//! One change of many locked events, with a version of each: a few statements, however many they are.

use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IdenStatic, Iterable};
use sea_orm::{QueryFilter, TryIntoModel};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::version::{self, Edit};
use crate::entity::event;
use crate::entity::word::VersionChange;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};

/// Changes each of `events` by `change`, which sets the same columns to the same values in each, and
/// answers those that thereby changed, as they were and as they are. One that stays as it is gets no
/// version.
///
/// # Errors
/// As any statement.
pub(super) async fn amend(
    core: &Core,
    on: &impl ConnectionTrait,
    actor: UserId,
    word: VersionChange,
    events: Vec<event::Model>,
    change: impl Fn(&mut event::ActiveModel),
) -> Result<Vec<(event::Model, event::Model)>, Failure> {
    let now = core.clock.now();
    let mut changed = Vec::new();
    let mut set: Vec<(event::Column, SimpleExpr)> = Vec::new();
    for standing in events {
        let mut row = event::ActiveModel::from(standing.clone());
        change(&mut row);
        if !row.is_changed() {
            continue;
        }
        for column in event::Column::iter() {
            let is_known = set.iter().any(|(known, _)| known.as_str() == column.as_str());
            if let sea_orm::ActiveValue::Set(value) = row.get(column)
                && !is_known
            {
                set.push((column, Expr::val(value)));
            }
        }
        row.updated_at = sea_orm::ActiveValue::Set(now);
        version::advance(&mut row);
        changed.push((standing, row.try_into_model()?));
    }
    if changed.is_empty() {
        return Ok(changed);
    }
    let ids: Vec<EventId> = changed.iter().map(|(_, after)| after.id).collect();
    let mut update = event::Entity::update_many()
        .col_expr(event::Column::UpdatedAt, Expr::val(now))
        .col_expr(event::Column::Version, version::advanced());
    for (column, value) in set {
        update = update.col_expr(column, value);
    }
    update.filter(is_in(event::Column::Id, &ids)).exec(on).await?;
    let edits: Vec<Edit<'_>> =
        changed.iter().map(|(before, after)| Edit::changed(before, after)).collect();
    version::record(on, actor, word, &edits).await?;
    Ok(changed)
}
