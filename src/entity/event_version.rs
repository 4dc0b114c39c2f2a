//! The history of events: one row a change, each with the event as the change left it.

use sea_orm::entity::prelude::*;

use crate::entity::word::VersionChange;
use crate::kernel::id::{EventId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_versions")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// From 1, without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i32,
    pub change: VersionChange,
    /// Who made the change; None where nobody in person did.
    pub actor_id: Option<UserId>,
    pub created_at: DateTimeUtc,
    /// JSON, as `domain::version::Snapshot` writes and reads it.
    pub snapshot: String,
}

impl ActiveModelBehavior for ActiveModel {}
