//! How often something was tried: a row for each bucket that is not full again.

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
                "CREATE TABLE throttle_buckets (
                    key {bytes} PRIMARY KEY,
                    full_at bigint NOT NULL,
                    step bigint NOT NULL CHECK (step > 0),
                    slack bigint NOT NULL CHECK (slack >= 0)
                )",
                "CREATE INDEX throttle_buckets_by_time ON throttle_buckets (full_at)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP TABLE throttle_buckets"]).await
    }
}
