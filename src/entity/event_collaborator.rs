//! Whom an event is shared with.

use sea_orm::entity::prelude::*;

use crate::entity::word::CollaboratorRole;
use crate::kernel::id::{EventId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_collaborators")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    pub role: CollaboratorRole,
    pub added_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
