//! Indexes for the sweep of what ended long ago; `sessions_by_expiry` is there already.

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
                "CREATE INDEX sessions_by_revocation ON sessions (revoked_at)
                    WHERE revoked_at IS NOT NULL",
                "CREATE INDEX refresh_tokens_by_use ON refresh_tokens (used_at)
                    WHERE used_at IS NOT NULL",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let drops = &["DROP INDEX sessions_by_revocation", "DROP INDEX refresh_tokens_by_use"];
        sql::run(manager, drops).await
    }
}
