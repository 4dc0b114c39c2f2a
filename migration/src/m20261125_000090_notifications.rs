//! What people are told.
//!
//! A row is written for every registration, so there are as few indexes as the lists can do with. The key
//! begins with the person, for nobody asks for another's notification: it holds the list in its order and
//! finds one by its id. Foreign keys are left out for the reason of the idempotency keys: what a row names
//! is never deleted, and erasing an account deletes its rows.

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
        sql::run(manager, &["DROP TABLE notifications"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE notifications (
        user_id {id} NOT NULL,
        id {id} NOT NULL,
        kind text NOT NULL CHECK (kind IN ('REGISTERED', 'WAITLISTED', 'PROMOTED',
            'REGISTRATION_CANCELLED', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'EVENT_STARTS_SOON',
            'EVENT_SHARED', 'FEEDBACK_INVITED', 'FEEDBACK_REMOVED')),
        event_id {id},
        registration_id {id},
        message text NOT NULL,
        created_at {time} NOT NULL,
        read_at {time},
        awaits_mail boolean NOT NULL,
        PRIMARY KEY (user_id, id)
    )",
    "CREATE INDEX notifications_unread ON notifications (user_id, id) WHERE read_at IS NULL",
    // Few at a time: those that the next mail to the person gathers.
    "CREATE INDEX notifications_to_mail ON notifications (user_id, id) WHERE awaits_mail",
    // What is told once, however often its cause comes again.
    "CREATE UNIQUE INDEX notifications_once ON notifications (event_id, user_id, kind)
        WHERE kind IN ('EVENT_STARTS_SOON', 'FEEDBACK_INVITED')",
];
