//! What the clock brings about for an event: that it starts soon, and that it is over.
//!
//! Each is marked once it has come, and the marks are taken off where the event is moved. An event is in one
//! of the two indexes at most: a row of `events` is written for every batch of registrations, and each index
//! that holds it costs a little then.

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
    "ALTER TABLE events ADD COLUMN reminded_at {time}",
    "ALTER TABLE events ADD COLUMN feedback_invited_at {time}",
    "CREATE INDEX events_to_remind ON events (starts_at, id)
        WHERE reminded_at IS NULL AND status = 'PUBLISHED' AND deleted_at IS NULL",
    "CREATE INDEX events_to_ask_about ON events (ends_at, id)
        WHERE reminded_at IS NOT NULL AND feedback_invited_at IS NULL AND status = 'PUBLISHED'
            AND deleted_at IS NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX events_to_ask_about",
    "DROP INDEX events_to_remind",
    "ALTER TABLE events DROP COLUMN feedback_invited_at",
    "ALTER TABLE events DROP COLUMN reminded_at",
];
