//! How many parties wait in the line of an event, so that who joins a long one is told their place without
//! counting it.
//!
//! The count is good while the other two columns equal `last_line_number` and `waitlisted_count`: a server of
//! an older version, which moves the line without counting, moves at least one of those.

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
                "ALTER TABLE events ADD COLUMN line_length integer NOT NULL DEFAULT 0",
                "ALTER TABLE events ADD COLUMN line_length_number bigint NOT NULL DEFAULT 0",
                "ALTER TABLE events ADD COLUMN line_length_seats integer NOT NULL DEFAULT 0",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &[
                "ALTER TABLE events DROP COLUMN line_length_seats",
                "ALTER TABLE events DROP COLUMN line_length_number",
                "ALTER TABLE events DROP COLUMN line_length",
            ],
        )
        .await
    }
}
