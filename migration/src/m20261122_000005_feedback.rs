//! Feedback on events: one each, one to five.

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
        sql::run(manager, &["DROP TABLE feedback"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE feedback (
        id {id} PRIMARY KEY,
        event_id {id} NOT NULL REFERENCES events (id),
        author_id {id} NOT NULL REFERENCES users (id),
        rating integer NOT NULL CHECK (rating BETWEEN 1 AND 5),
        comment text NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        CONSTRAINT feedback_once_each UNIQUE (event_id, author_id)
    )",
    "CREATE INDEX feedback_by_author ON feedback (author_id)",
];
