//! The indexes that every list of the contract is read from, in every order, with every filter.
//!
//! An index holds a list in one order: the columns that the list pins down come first, then the order,
//! then what filters ask for besides, so that rows which do not pass are left out without being read.

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
    "DROP INDEX events_by_start",
    "DROP INDEX events_by_creation",
    "DROP INDEX events_by_title",
    "DROP INDEX events_by_popularity",
    "CREATE INDEX events_by_start
        ON events (visibility, status, starts_at, id, language, category_id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_creation
        ON events (visibility, status, created_at, id, starts_at, language, category_id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_title
        ON events (visibility, status, title_key, id, starts_at, language, category_id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_popularity
        ON events (visibility, status, registered_count, id, starts_at, language, category_id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_organizer_and_creation ON events (organizer_id, created_at, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_organizer_and_title ON events (organizer_id, title_key, id)
        WHERE deleted_at IS NULL",
    "DROP INDEX events_by_language",
    "DROP INDEX registrations_by_event",
    "CREATE INDEX registrations_by_event ON registrations (event_id, status, created_at, id)",
    "DROP INDEX users_by_creation",
    "DROP INDEX users_by_role",
    "DROP INDEX users_by_activity",
    "CREATE INDEX users_by_creation ON users (created_at, id)
        WHERE erased_at IS NULL",
    "CREATE INDEX users_by_name ON users (username_key, id)
        WHERE erased_at IS NULL",
    "CREATE INDEX users_by_role ON users (role, created_at, id, is_active)
        WHERE erased_at IS NULL",
    "CREATE INDEX users_by_role_and_name ON users (role, username_key, id, is_active)
        WHERE erased_at IS NULL",
    "CREATE INDEX users_by_activity ON users (is_active, created_at, id, role)
        WHERE erased_at IS NULL",
    "CREATE INDEX users_by_activity_and_name ON users (is_active, username_key, id, role)
        WHERE erased_at IS NULL",
];

const DOWN: &[&str] = &[
    "DROP INDEX users_by_activity_and_name",
    "DROP INDEX users_by_activity",
    "DROP INDEX users_by_role_and_name",
    "DROP INDEX users_by_role",
    "DROP INDEX users_by_name",
    "DROP INDEX users_by_creation",
    "CREATE INDEX users_by_creation ON users (created_at, id)",
    "CREATE INDEX users_by_role ON users (role, created_at, id)",
    "CREATE INDEX users_by_activity ON users (is_active, created_at, id)",
    "DROP INDEX registrations_by_event",
    "CREATE INDEX registrations_by_event ON registrations (event_id, created_at, id)",
    "CREATE INDEX events_by_language ON events (language, starts_at, id)
        WHERE deleted_at IS NULL",
    "DROP INDEX events_by_organizer_and_title",
    "DROP INDEX events_by_organizer_and_creation",
    "DROP INDEX events_by_popularity",
    "DROP INDEX events_by_title",
    "DROP INDEX events_by_creation",
    "DROP INDEX events_by_start",
    "CREATE INDEX events_by_start ON events (visibility, status, starts_at, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_creation ON events (visibility, status, created_at, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_title ON events (visibility, status, title_key, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_popularity ON events (visibility, status, registered_count, id)
        WHERE deleted_at IS NULL",
];
