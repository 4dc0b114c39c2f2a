//! One-time codes, and what waits for an address to be proved: new accounts, and new addresses of old ones.

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
                "DROP TABLE pending_addresses",
                "DROP TABLE pending_sign_ups",
                "DROP TABLE one_time_codes",
            ],
        )
        .await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE one_time_codes (
        id {id} PRIMARY KEY,
        purpose text NOT NULL CHECK (purpose IN ('SIGN_UP', 'RESET', 'NEW_ADDRESS')),
        subject {sort} NOT NULL,
        attempts integer NOT NULL CHECK (attempts BETWEEN 0 AND 5),
        issued_at {time},
        expires_at {time} NOT NULL,
        UNIQUE (purpose, subject)
    )",
    "CREATE INDEX one_time_codes_by_expiry ON one_time_codes (expires_at)",
    "CREATE TABLE pending_sign_ups (
        email_key {sort} PRIMARY KEY,
        email text NOT NULL,
        username text,
        username_key {sort},
        password_hash text NOT NULL,
        is_contested boolean NOT NULL,
        first_name text NOT NULL,
        last_name text NOT NULL,
        role text NOT NULL CHECK (role IN ('ORGANIZER', 'ATTENDEE')),
        time_zone text NOT NULL,
        created_at {time} NOT NULL
    )",
    "CREATE INDEX pending_sign_ups_by_username ON pending_sign_ups (username_key, created_at)",
    "CREATE INDEX pending_sign_ups_by_creation ON pending_sign_ups (created_at)",
    "CREATE TABLE pending_addresses (
        user_id {id} PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        email text NOT NULL,
        email_key {sort} NOT NULL,
        created_at {time} NOT NULL
    )",
    "CREATE INDEX pending_addresses_by_creation ON pending_addresses (created_at)",
];
