//! Categories, events, and the people they are shared with.

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
            &["DROP TABLE event_collaborators", "DROP TABLE events", "DROP TABLE categories"],
        )
        .await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE categories (
        id {id} PRIMARY KEY,
        name text NOT NULL,
        name_key {sort} NOT NULL UNIQUE,
        slug {sort} NOT NULL UNIQUE,
        description text NOT NULL,
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL
    )",
    // The checks on the counters are the last line against overselling: no bug above can cross them.
    "CREATE TABLE events (
        id {id} PRIMARY KEY,
        organizer_id {id} NOT NULL REFERENCES users (id),
        category_id {id} REFERENCES categories (id),
        title text NOT NULL,
        title_key {sort} NOT NULL,
        description text NOT NULL,
        location text NOT NULL,
        language {sort} NOT NULL,
        starts_at {time} NOT NULL,
        ends_at {time} NOT NULL,
        time_zone text NOT NULL,
        status text NOT NULL CHECK (status IN ('DRAFT', 'PUBLISHED', 'CANCELLED')),
        visibility text NOT NULL CHECK (visibility IN ('PUBLIC', 'UNLISTED', 'PRIVATE')),
        guest_list_visibility text NOT NULL
            CHECK (guest_list_visibility IN ('EVERYONE', 'ATTENDEES', 'COLLABORATORS')),
        capacity integer CHECK (capacity BETWEEN 1 AND 1000000),
        registered_count integer NOT NULL DEFAULT 0 CHECK (registered_count >= 0),
        waitlisted_count integer NOT NULL DEFAULT 0 CHECK (waitlisted_count >= 0),
        last_line_number bigint NOT NULL DEFAULT 0,
        selling_out_threshold integer NOT NULL CHECK (selling_out_threshold >= 0),
        max_seats_per_registration integer NOT NULL CHECK (max_seats_per_registration >= 1),
        waitlist_enabled boolean NOT NULL,
        registration_opens_at {time},
        registration_closes_at {time},
        cancellation_reason text,
        cancelled_at {time},
        deleted_at {time},
        created_at {time} NOT NULL,
        updated_at {time} NOT NULL,
        CONSTRAINT events_never_oversold CHECK (capacity IS NULL OR registered_count <= capacity),
        CONSTRAINT events_end_after_start CHECK (ends_at > starts_at)
    )",
    // One index for each order of the listing, led by what every listing pins down.
    "CREATE INDEX events_by_start ON events (visibility, status, starts_at, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_creation ON events (visibility, status, created_at, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_title ON events (visibility, status, title_key, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_by_popularity ON events (visibility, status, registered_count, id)
        WHERE deleted_at IS NULL",
    // One for each filter that narrows far.
    "CREATE INDEX events_by_organizer ON events (organizer_id, starts_at, id)",
    "CREATE INDEX events_by_category ON events (category_id, starts_at, id)",
    "CREATE INDEX events_by_language ON events (language, starts_at, id)
        WHERE deleted_at IS NULL",
    "CREATE INDEX events_full ON events (starts_at, id)
        WHERE deleted_at IS NULL AND registered_count >= capacity",
    "CREATE TABLE event_collaborators (
        event_id {id} NOT NULL REFERENCES events (id) ON DELETE CASCADE,
        user_id {id} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        role text NOT NULL CHECK (role IN ('EDITOR', 'CHECK_IN', 'VIEWER')),
        added_at {time} NOT NULL,
        PRIMARY KEY (event_id, user_id)
    )",
    "CREATE INDEX event_collaborators_by_user ON event_collaborators (user_id, event_id)",
];
