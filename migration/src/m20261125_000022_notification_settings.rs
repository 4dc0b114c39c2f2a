//! What a person wants to be told, and by mail or not. An older server, which does not know the columns, makes
//! people who want everything.

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
                "ALTER TABLE users ADD COLUMN notify_by_email boolean NOT NULL DEFAULT true",
                "ALTER TABLE users ADD COLUMN notify_reminders boolean NOT NULL DEFAULT true",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &[
                "ALTER TABLE users DROP COLUMN notify_by_email",
                "ALTER TABLE users DROP COLUMN notify_reminders",
            ],
        )
        .await
    }
}
