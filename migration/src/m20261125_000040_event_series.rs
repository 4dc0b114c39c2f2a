//! Series of events, and the series that an event belongs to.

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
        sql::run(
            manager,
            &[
                "DROP INDEX events_by_series",
                "ALTER TABLE events DROP COLUMN series_id",
                "DROP TABLE event_series",
            ],
        )
        .await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE event_series (
        id {id} PRIMARY KEY,
        recurrence_rule text NOT NULL,
        created_at {time} NOT NULL
    )",
    "ALTER TABLE events ADD COLUMN series_id {id} REFERENCES event_series (id)",
    "CREATE INDEX events_by_series ON events (series_id, starts_at, id)
        WHERE series_id IS NOT NULL",
];
