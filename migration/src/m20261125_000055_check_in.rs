//! When a ticket was used, and by whom it was let in.

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
                "ALTER TABLE tickets ADD COLUMN checked_in_at {time}",
                "ALTER TABLE tickets ADD COLUMN checked_in_by {id} REFERENCES users (id)
                    CONSTRAINT tickets_let_in_by_somebody
                    CHECK (checked_in_by IS NULL OR checked_in_at IS NOT NULL)",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &[
                "ALTER TABLE tickets DROP COLUMN checked_in_by",
                "ALTER TABLE tickets DROP COLUMN checked_in_at",
            ],
        )
        .await
    }
}
