//! What the person was told.

use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::data_export::section::{MOST, list, time, time_or_null};
use crate::entity::notification;
use crate::kernel::error::Failure;

/// Every notification, read or not.
pub(super) async fn notifications(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = notification::Entity::find()
        .filter(notification::Column::UserId.eq(person.user.id))
        .order_by_desc(notification::Column::Id);
    list(core, select, MOST, |row: notification::Model| {
        json!({
            "id": row.id.to_string(),
            "kind": row.kind.to_value(),
            "eventId": row.event_id.map(|id| id.to_string()),
            "registrationId": row.registration_id.map(|id| id.to_string()),
            "message": row.message,
            "createdAt": time(row.created_at),
            "readAt": time_or_null(row.read_at),
        })
    })
    .await
}
