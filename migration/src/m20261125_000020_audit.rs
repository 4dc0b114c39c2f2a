//! Who did what to whom, and from where.

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
        sql::run(manager, &["DROP TABLE audit_entries"]).await
    }
}

// The subject may be of any table, and may be gone: no foreign key. `details` hold ids, words and numbers
// alone, never what an erasure would have to find again. An index a filter, each in the order of the list;
// the last is for the sweep that forgets old addresses.
const UP: &[&str] = &[
    "CREATE TABLE audit_entries (
        id {id} PRIMARY KEY,
        actor_id {id} REFERENCES users (id),
        action {sort} NOT NULL,
        subject_kind text NOT NULL,
        subject_id {id} NOT NULL,
        details {json} NOT NULL,
        ip_address text,
        created_at {time} NOT NULL
    )",
    "CREATE INDEX audit_entries_by_time ON audit_entries (created_at, id)",
    "CREATE INDEX audit_entries_by_actor ON audit_entries (actor_id, created_at, id)",
    "CREATE INDEX audit_entries_by_subject ON audit_entries (subject_id, created_at, id)",
    "CREATE INDEX audit_entries_by_action ON audit_entries (action, created_at, id)",
    "CREATE INDEX audit_entries_with_address ON audit_entries (created_at)
        WHERE ip_address IS NOT NULL",
];
