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
    let row = ActiveModel {
        id: NotSet,
        event_id: Set(event.id),
        title: Set(words(&event.title).join(" ")),
        location: Set(location_key(&event.location)),
        body: Set(words(&event.description).join(" ")),
    };
    let replace = OnConflict::column(Column::EventId)
        .update_columns([Column::Title, Column::Location, Column::Body])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(on).await?;
    Ok(())
}
