//! Idempotency keys of registrations: which one a key made. Kept for a day, then swept.

use sea_orm::entity::prelude::*;

use crate::kernel::id::{RegistrationId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// SHA-256 of the input, its defaults filled in.
    pub input_hash: Vec<u8>,
    pub registration_id: RegistrationId,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
