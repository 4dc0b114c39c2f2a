//! Seats that the person took, and tickets that they let in.

use std::collections::HashMap;

use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};
use sea_orm::{QuerySelect, Select};
use serde_json::{Value, json};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::data_export::section::{MOST, list, time, time_or_null};
use crate::entity::{idempotency_key, registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::RegistrationId;

/// The most tickets of all registrations together.
const TICKETS: usize = 20_000;

/// Every registration, cancelled ones too, with its tickets.
pub(super) async fn registrations(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let own = own(person);
    let ids = own.clone().select_only().column(registration::Column::Id);
    let ids = ids.limit(u64::try_from(MOST).unwrap_or(u64::MAX)).into_query();
    let select = ticket::Entity::find()
        .filter(ticket::Column::RegistrationId.in_subquery(ids))
        .order_by_asc(ticket::Column::RegistrationId)
        .order_by_asc(ticket::Column::SeatNumber);
    let mut tickets: HashMap<RegistrationId, Vec<Value>> = HashMap::new();
    let rows = select.limit(u64::try_from(TICKETS).unwrap_or(u64::MAX)).all(core.db.read()).await?;
    let is_cut = rows.len() == TICKETS;
    for row in rows {
        let written = json!({
            "code": row.code,
            "createdAt": time(row.created_at),
            "cancelledAt": time_or_null(row.cancelled_at),
            "checkedInAt": time_or_null(row.checked_in_at),
        });
        tickets.entry(row.registration_id).or_default().push(written);
    }
    let mut section = list(core, own, MOST, |row: registration::Model| {
        json!({
            "id": row.id.to_string(),
            "eventId": row.event_id.to_string(),
            "quantity": row.quantity.count(),
            "status": row.status.to_value(),
            "createdAt": time(row.created_at),
            "registeredAt": time_or_null(row.registered_at),
            "cancelledAt": time_or_null(row.cancelled_at),
            "tickets": tickets.get(&row.id).cloned().unwrap_or_default(),
        })
    })
    .await?;
    if is_cut && let Some(is_complete) = section.get_mut("isComplete") {
        *is_complete = Value::Bool(false);
    }
    Ok(section)
}

/// The keys of the last day or so by which their registrations may be repeated.
pub(super) async fn keys(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = idempotency_key::Entity::find()
        .filter(idempotency_key::Column::UserId.eq(person.user.id))
        .order_by_asc(idempotency_key::Column::Key);
    list(core, select, MOST, |row: idempotency_key::Model| {
        json!({
            "key": row.key,
            "registrationId": row.registration_id.to_string(),
            "createdAt": time(row.created_at),
        })
    })
    .await
}

/// Tickets of others that the person let in at the door.
pub(super) async fn check_ins(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = ticket::Entity::find()
        .filter(ticket::Column::CheckedInBy.eq(person.user.id))
        .order_by_desc(ticket::Column::CheckedInAt)
        .order_by_desc(ticket::Column::Id);
    list(core, select, MOST, |row: ticket::Model| {
        json!({ "ticketId": row.id.to_string(), "checkedInAt": time_or_null(row.checked_in_at) })
    })
    .await
}

fn own(person: &SignedIn) -> Select<registration::Entity> {
    registration::Entity::find()
        .filter(registration::Column::UserId.eq(person.user.id))
        .order_by_desc(registration::Column::CreatedAt)
        .order_by_desc(registration::Column::Id)
}
