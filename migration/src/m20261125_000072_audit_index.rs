//! What one person did of one kind, from an index: the log may be asked for both at once, and an admin of some years
//! has done a lot.

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

const UP: &[&str] = &["CREATE INDEX audit_entries_by_actor_and_action
    ON audit_entries (actor_id, action, created_at, id)"];

const DOWN: &[&str] = &["DROP INDEX audit_entries_by_actor_and_action"];
