//! Addresses that want no invitations, by a digest.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "muted_addresses")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: Uuid,
    pub muted_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
