//! The figures that an event shows of its feedback, moved with the rows, so that an average costs no scan.

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
                "DROP INDEX feedback_by_event",
                "ALTER TABLE events DROP COLUMN rating_sum",
                "ALTER TABLE events DROP COLUMN feedback_count",
            ],
        )
        .await
    }
}

const UP: &[&str] = &[
    "ALTER TABLE events ADD COLUMN feedback_count integer NOT NULL DEFAULT 0
        CHECK (feedback_count >= 0)",
    "ALTER TABLE events ADD COLUMN rating_sum integer NOT NULL DEFAULT 0 CHECK (rating_sum >= 0)",
    "UPDATE events SET
        feedback_count = (SELECT count(*) FROM feedback WHERE feedback.event_id = events.id),
        rating_sum = (SELECT coalesce(sum(rating), 0) FROM feedback WHERE feedback.event_id = events.id)
        WHERE id IN (SELECT event_id FROM feedback)",
    "CREATE INDEX feedback_by_event ON feedback (event_id, created_at, id)",
];
