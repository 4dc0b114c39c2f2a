//! People, their sessions, and what the server remembers of itself.

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
        sql::run(manager, UP).await?;
        // A substring is found by its trigrams; SQLite reads through, staff search seldom.
        sql::run_for(
            manager,
            &[
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                "CREATE INDEX users_search ON users USING gin (search_key gin_trgm_ops)",
            ],
            &[],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &[
                "DROP TABLE refresh_tokens",
                "DROP TABLE sessions",
                "DROP TABLE users",
                "DROP TABLE settings",
            ],
        )
        .await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE settings (
        name text PRIMARY KEY,
        value text NOT NULL
    )",
    "CREATE TABLE users (
        id {id} PRIMARY KEY,
        username text NOT NULL,
        username_key {sort} NOT NULL UNIQUE,
        email text NOT NULL,
        email_key {sort} NOT NULL UNIQUE,
        email_verified_at {time},
        password_hash text NOT NULL,
        first_name text NOT NULL,
        last_name text NOT NULL,
        search_key {sort} NOT NULL,
        role text NOT NULL CHECK (role IN ('ADMIN', 'STAFF', 'ORGANIZER', 'ATTENDEE')),
        time_zone text NOT NULL,
        is_active boolean NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        erased_at {time}
    )",
    "CREATE INDEX users_by_creation ON users (created_at, id)",
    "CREATE INDEX users_by_role ON users (role, created_at, id)",
    "CREATE INDEX users_by_activity ON users (is_active, created_at, id)",
    "CREATE TABLE sessions (
        id {id} PRIMARY KEY,
        user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        user_agent text,
        ip_address text,
        created_at {time} NOT NULL,
        last_used_at {time} NOT NULL,
        expires_at {time} NOT NULL,
        revoked_at {time}
    )",
    "CREATE INDEX sessions_by_user ON sessions (user_id, created_at)",
    "CREATE INDEX sessions_by_expiry ON sessions (expires_at)",
    "CREATE TABLE refresh_tokens (
        id {id} PRIMARY KEY,
        session_id {id} NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        parent_id {id} REFERENCES refresh_tokens (id) ON DELETE CASCADE,
        token_hash {bytes} NOT NULL UNIQUE,
        created_at {time} NOT NULL,
        used_at {time},
        superseded_at {time}
    )",
    "CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id)",
    "CREATE INDEX refresh_tokens_by_parent ON refresh_tokens (parent_id)",
];
