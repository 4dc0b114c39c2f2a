//! What a search reads of an event, written with the event.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::db::search::location_key;
use crate::entity::event;
use crate::entity::event_search::{ActiveModel, Column, Entity};
use crate::kernel::error::Failure;
use crate::kernel::text::words;

/// Makes the event's words those of `event`, in the transaction `on`.
pub(super) async fn write(on: &impl ConnectionTrait, event: &event::Model) -> Result<(), Failure> {
    write_all(on, std::slice::from_ref(event)).await
}

/// As [`write`], for many events in one statement.
pub(super) async fn write_all(
    on: &impl ConnectionTrait,
    events: &[event::Model],
) -> Result<(), Failure> {
    if events.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<ActiveModel> = Vec::with_capacity(events.len());
    let mut before: Option<&event::Model> = None;
    for event in events {
        // The events of a series say the same, which is folded once: it may be long.
        let folded = match (before, rows.last()) {
            (Some(before), Some(row)) if says_the_same(before, event) => row.clone(),
            _ => folded(event),
        };
        rows.push(ActiveModel { event_id: Set(event.id), ..folded });
        before = Some(event);
    }
    let replace = OnConflict::column(Column::EventId)
        .update_columns([Column::Title, Column::Location, Column::Body])
        .to_owned();
    Entity::insert_many(rows).on_conflict(replace).exec_without_returning(on).await?;
    Ok(())
}

fn says_the_same(one: &event::Model, other: &event::Model) -> bool {
    one.title == other.title
        && one.location == other.location
        && one.description == other.description
}

fn folded(event: &event::Model) -> ActiveModel {
    ActiveModel {
        id: NotSet,
        event_id: Set(event.id),
        title: Set(words(&event.title).join(" ")),
        location: Set(location_key(&event.location)),
        body: Set(words(&event.description).join(" ")),
    }
}
