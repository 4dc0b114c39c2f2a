//! What a search reads of an event: its words, folded.

use sea_orm::entity::prelude::*;

use crate::kernel::id::EventId;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_search")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    #[sea_orm(unique)]
    pub event_id: EventId,
    pub title: String,
    pub location: String,
    pub body: String,
}

impl ActiveModelBehavior for ActiveModel {}
