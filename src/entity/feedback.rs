//! What people said of events they came to.

use sea_orm::entity::prelude::*;

use crate::kernel::id::{EventId, FeedbackId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "feedback")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FeedbackId,
    pub event_id: EventId,
    pub author_id: UserId,
    /// 1 to 5.
    pub rating: i32,
    pub comment: String,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
