//! Codes: wrong ones are counted apart by where they come from, and a sign-up knows what its mail says.

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
        sql::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, DOWN).await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE one_time_codes ADD COLUMN own_attempts integer NOT NULL DEFAULT 0
        CHECK (own_attempts BETWEEN 0 AND 5)",
    "ALTER TABLE one_time_codes ADD COLUMN home_attempts integer NOT NULL DEFAULT 0
        CHECK (home_attempts BETWEEN 0 AND 5)",
    "ALTER TABLE one_time_codes ADD COLUMN asked_from {bytes}",
    "ALTER TABLE pending_sign_ups ADD COLUMN is_told boolean NOT NULL DEFAULT false",
];

const DOWN: &[&str] = &[
    "ALTER TABLE pending_sign_ups DROP COLUMN is_told",
    "ALTER TABLE one_time_codes DROP COLUMN asked_from",
    "ALTER TABLE one_time_codes DROP COLUMN home_attempts",
    "ALTER TABLE one_time_codes DROP COLUMN own_attempts",
];
