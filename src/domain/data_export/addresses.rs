//! What is stored by email addresses: of the person's own, and those that they typed.

use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Select};
use serde_json::{Map, Value, json};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::data_export::section::{MOST, list, time};
use crate::entity::{event_invitation, pending_address};
use crate::kernel::error::Failure;

/// The events that their address is invited to, with those where that gives nothing any more, for the
/// address is stored there too.
pub(super) async fn invitations(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let to_them = event_invitation::Entity::find()
        .filter(event_invitation::Column::EmailKey.eq(person.address_key().unwrap_or_default()));
    listed(core, to_them, |row| {
        let mut item = sent(row);
        item.insert("givesAccess".to_owned(), json!(!row.is_void));
        item
    })
    .await
}

/// The addresses that they invited. Whether that still gives anything is not told here either: it would
/// tell what whoever has the address did.
pub(super) async fn invited(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let by_them = event_invitation::Entity::find()
        .filter(event_invitation::Column::InvitedBy.eq(person.user.id));
    listed(core, by_them, sent).await
}

/// The address that is to replace theirs, once it is proved.
pub(super) async fn pending(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = pending_address::Entity::find()
        .filter(pending_address::Column::UserId.eq(person.user.id))
        .order_by_desc(pending_address::Column::CreatedAt);
    list(core, select, MOST, |row: pending_address::Model| {
        json!({ "email": row.email, "createdAt": time(row.created_at) })
    })
    .await
}

async fn listed(
    core: &Core,
    select: Select<event_invitation::Entity>,
    item: impl Fn(&event_invitation::Model) -> Map<String, Value>,
) -> Result<Value, Failure> {
    let select = select
        .order_by_desc(event_invitation::Column::InvitedAt)
        .order_by_desc(event_invitation::Column::EventId)
        .order_by_desc(event_invitation::Column::EmailKey);
    list(core, select, MOST, |row| Value::Object(item(&row))).await
}

/// What its sender knows of an invitation.
fn sent(row: &event_invitation::Model) -> Map<String, Value> {
    let told = [
        ("eventId", json!(row.event_id.to_string())),
        ("email", json!(row.email)),
        ("role", json!(row.role.to_value())),
        ("invitedAt", time(row.invited_at)),
    ];
    told.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
