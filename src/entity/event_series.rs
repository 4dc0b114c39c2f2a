//! Series of events: what their occurrences have in common.

use sea_orm::entity::prelude::*;

use crate::kernel::id::EventSeriesId;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_series")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventSeriesId,
    /// RFC 5545 RRULE, in capitals, without a start.
    pub recurrence_rule: String,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
