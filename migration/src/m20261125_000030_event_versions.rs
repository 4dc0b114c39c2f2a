//! The history of events: a version for each change.
//!
//! `version` begins at 0, which says that no version was written yet: so for the events that are there
//! already, and for those that an older server goes on making beside this one. Their first version is
//! written with their first change, and shown from their row until then. A migration that wrote them all
//! would hold every event for as long as that takes.

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
        sql::run(manager, &["DROP TABLE event_versions", "ALTER TABLE events DROP COLUMN version"])
            .await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE events ADD COLUMN version integer NOT NULL DEFAULT 0",
    // The key is also what a page of versions is read from. The snapshot is JSON that the server alone
    // reads, whole, and is kept as it was written.
    "CREATE TABLE event_versions (
        event_id {id} NOT NULL REFERENCES events (id),
        number integer NOT NULL CHECK (number >= 1),
        change text NOT NULL CHECK (change IN ('CREATED', 'UPDATED', 'PUBLISHED', 'CANCELLED',
            'ROLLED_BACK', 'DELETED', 'RESTORED', 'OWNERSHIP_TRANSFERRED')),
        actor_id {id} REFERENCES users (id),
        created_at {time} NOT NULL,
        snapshot text NOT NULL,
        PRIMARY KEY (event_id, number)
    )",
];
