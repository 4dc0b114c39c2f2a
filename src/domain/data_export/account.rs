//! The account itself, and where it was used.

use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::data_export::section::{MOST, list, time, time_or_null};
use crate::entity::session;
use crate::kernel::error::Failure;

/// Of the password the server has a hash alone, which says nothing to anybody: it stays out.
pub(super) async fn profile(_core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let user = &person.user;
    Ok(json!({
        "id": user.id.to_string(),
        "username": user.username,
        "email": user.email,
        "emailVerifiedAt": time_or_null(user.email_verified_at),
        "firstName": user.first_name,
        "lastName": user.last_name,
        "role": user.role.to_value(),
        "timeZone": user.time_zone,
        "isActive": user.is_active,
        "notificationSettings": {
            "email": user.notify_by_email, "reminders": user.notify_reminders
        },
        "createdAt": time(user.created_at),
        "updatedAt": time(user.updated_at),
    }))
}

/// Sign-ins, those that ended too.
pub(super) async fn sessions(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let select = session::Entity::find()
        .filter(session::Column::UserId.eq(person.user.id))
        .order_by_desc(session::Column::CreatedAt)
        .order_by_desc(session::Column::Id);
    list(core, select, MOST, |row: session::Model| {
        json!({
            "id": row.id.to_string(),
            "userAgent": row.user_agent,
            "ipAddress": row.ip_address,
            "createdAt": time(row.created_at),
            "lastUsedAt": time(row.last_used_at),
            "expiresAt": time(row.expires_at),
            "revokedAt": time_or_null(row.revoked_at),
        })
    })
    .await
}
