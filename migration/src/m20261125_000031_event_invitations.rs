//! Events shared by an email address, whether or not it has an account.

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
        sql::run(manager, &["DROP TABLE event_invitations"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE event_invitations (
        event_id {id} NOT NULL REFERENCES events (id) ON DELETE CASCADE,
        email_key {sort} NOT NULL,
        email text NOT NULL,
        role text NOT NULL CHECK (role IN ('EDITOR', 'CHECK_IN', 'VIEWER')),
        invited_by {id} NOT NULL REFERENCES users (id),
        invited_at {time} NOT NULL,
        is_void boolean NOT NULL,
        PRIMARY KEY (event_id, email_key)
    )",
    // What an address was invited to, newest first.
    "CREATE INDEX event_invitations_by_address
        ON event_invitations (email_key, invited_at, event_id)",
];
