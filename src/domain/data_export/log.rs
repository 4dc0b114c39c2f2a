//! What the audit log tells of the person.

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::data_export::section::{MOST, list, time};
use crate::entity::audit_entry::{Column, Entity, Model};
use crate::kernel::error::Failure;
use crate::kernel::id::{AnyId, UserId};

/// What they did, and what was done to them. Who else did it, and from where, is not theirs to know.
pub(super) async fn lines(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let id: UserId = person.user.id;
    let either = Condition::any().add(Column::ActorId.eq(id)).add(Column::SubjectId.eq(id.0));
    let select =
        Entity::find().filter(either).order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    list(core, select, MOST, |row: Model| {
        let is_own = row.actor_id == Some(id);
        let subject = AnyId::of(&row.subject_kind, row.subject_id).map(|id| id.to_string());
        json!({
            "action": row.action,
            "byYou": is_own,
            "subjectId": subject,
            "details": row.details,
            "ipAddress": row.ip_address.filter(|_| is_own),
            "createdAt": time(row.created_at),
        })
    })
    .await
}
