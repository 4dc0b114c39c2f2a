//! Which registration an idempotency key made, so that a retry finds it.
//!
//! No foreign keys: a row is written in the transaction that makes the registration, which is never deleted,
//! and is swept after a day or two; a check of each would cost the desk a tenth of its time.

use sea_orm_migration::prelude::*;

use crate::sql;

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &[
                "CREATE TABLE idempotency_keys (
                    user_id {id} NOT NULL,
                    key {sort} NOT NULL,
                    input_hash {bytes} NOT NULL,
                    registration_id {id} NOT NULL,
                    created_at {time} NOT NULL,
                    PRIMARY KEY (user_id, key)
                )",
                "CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP TABLE idempotency_keys"]).await
    }
}
