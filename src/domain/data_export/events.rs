//! What the person did with events, beside coming to them.

use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::data_export::section::{MOST, MOST_LONG, list, time, time_or_null};
use crate::entity::{event, event_collaborator, event_version, feedback as feedback_row};
use crate::kernel::error::Failure;

/// The events that they own, deleted ones too.
pub(super) async fn organized(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = event::Entity::find()
        .filter(event::Column::OrganizerId.eq(person.user.id))
        .order_by_desc(event::Column::StartsAt)
        .order_by_desc(event::Column::Id);
    list(core, select, MOST_LONG, |row: event::Model| {
        json!({
            "id": row.id.to_string(),
            "title": row.title,
            "description": row.description,
            "location": row.location,
            "startsAt": time(row.starts_at),
            "endsAt": time(row.ends_at),
            "timeZone": row.time_zone,
            "status": row.status.to_value(),
            "visibility": row.visibility.to_value(),
            "cancellationReason": row.cancellation_reason,
            "createdAt": time(row.created_at),
            "updatedAt": time(row.updated_at),
            "deletedAt": time_or_null(row.deleted_at),
        })
    })
    .await
}

/// What was shared with them.
pub(super) async fn collaborations(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = event_collaborator::Entity::find()
        .filter(event_collaborator::Column::UserId.eq(person.user.id))
        .order_by_desc(event_collaborator::Column::AddedAt)
        .order_by_desc(event_collaborator::Column::EventId);
    list(core, select, MOST, |row: event_collaborator::Model| {
        json!({
            "eventId": row.event_id.to_string(),
            "role": row.role.to_value(),
            "addedAt": time(row.added_at),
        })
    })
    .await
}

/// The changes of events that they made.
pub(super) async fn changes(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = event_version::Entity::find()
        .filter(event_version::Column::ActorId.eq(person.user.id))
        .order_by_desc(event_version::Column::CreatedAt)
        .order_by_desc(event_version::Column::EventId)
        .order_by_desc(event_version::Column::Number);
    list(core, select, MOST_LONG, |row: event_version::Model| {
        json!({
            "eventId": row.event_id.to_string(),
            "version": row.number,
            "change": row.change.to_value(),
            "createdAt": time(row.created_at),
        })
    })
    .await
}

/// What they said of events.
pub(super) async fn feedback(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = feedback_row::Entity::find()
        .filter(feedback_row::Column::AuthorId.eq(person.user.id))
        .order_by_desc(feedback_row::Column::CreatedAt)
        .order_by_desc(feedback_row::Column::Id);
    list(core, select, MOST, |row: feedback_row::Model| {
        json!({
            "id": row.id.to_string(),
            "eventId": row.event_id.to_string(),
            "rating": row.rating,
            "comment": row.comment,
            "createdAt": time(row.created_at),
            "updatedAt": time(row.updated_at),
        })
    })
    .await
}
