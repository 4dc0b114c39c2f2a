//! The occurrences of a series are looked up among events that were not deleted, as all lists do: an index
//! that says so is read alone, and not beside one that knows which were.

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
    "DROP INDEX events_by_series",
    "CREATE INDEX events_by_series ON events (series_id, starts_at, id)
        WHERE series_id IS NOT NULL AND deleted_at IS NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX events_by_series",
    "CREATE INDEX events_by_series ON events (series_id, starts_at, id)
        WHERE series_id IS NOT NULL",
];
