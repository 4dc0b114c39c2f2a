//! What people are told, one row for each of them.

use sea_orm::entity::prelude::*;

use crate::entity::word::NotificationKind;
use crate::kernel::id::{EventId, NotificationId, RegistrationId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notifications")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationId,
    pub kind: NotificationKind,
    pub event_id: Option<EventId>,
    pub registration_id: Option<RegistrationId>,
    /// As it was told; names nobody.
    pub message: String,
    pub created_at: DateTimeUtc,
    pub read_at: Option<DateTimeUtc>,
    /// Whether the next mail that gathers what there is tells it too.
    pub awaits_mail: bool,
}

impl ActiveModelBehavior for ActiveModel {}
