//! Registrations and their tickets.

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
        sql::run(manager, &["DROP TABLE tickets", "DROP TABLE registrations"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE registrations (
        id {id} PRIMARY KEY,
        event_id {id} NOT NULL REFERENCES events (id),
        user_id {id} NOT NULL REFERENCES users (id),
        quantity integer NOT NULL CHECK (quantity > 0),
        status text NOT NULL CHECK (status IN ('REGISTERED', 'WAITLISTED', 'CANCELLED')),
        line_number bigint,
        ticket_stem text,
        shows_email boolean NOT NULL,
        created_at {time} NOT NULL,
        registered_at {time},
        cancelled_at {time},
        CONSTRAINT registrations_in_line CHECK ((status = 'WAITLISTED') = (line_number IS NOT NULL)),
        CONSTRAINT registrations_with_stem CHECK (status <> 'REGISTERED' OR ticket_stem IS NOT NULL)
    )",
    "CREATE UNIQUE INDEX registrations_one_active ON registrations (event_id, user_id)
        WHERE status <> 'CANCELLED'",
    "CREATE UNIQUE INDEX registrations_line ON registrations (event_id, line_number)
        WHERE line_number IS NOT NULL",
    "CREATE INDEX registrations_guest_list ON registrations (event_id, registered_at, id)
        WHERE status = 'REGISTERED'",
    "CREATE INDEX registrations_by_event ON registrations (event_id, created_at, id)",
    "CREATE INDEX registrations_by_user ON registrations (user_id, created_at, id)",
    "CREATE TABLE tickets (
        id {id} PRIMARY KEY,
        registration_id {id} NOT NULL REFERENCES registrations (id),
        seat_number integer NOT NULL CHECK (seat_number > 0),
        code {sort} NOT NULL UNIQUE,
        created_at {time} NOT NULL,
        cancelled_at {time},
        UNIQUE (registration_id, seat_number)
    )",
];
