//! The queue of jobs, and the schedule of those that come again.
//!
//! A job without `finished_at` is still to be done. The partial indexes say so by IS NULL, which both
//! databases recognise in a prepared statement; a bound word they would not.

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
        sql::run(manager, &["DROP TABLE schedules", "DROP TABLE jobs"]).await
    }
}

const UP: &[&str] = &[
    "CREATE TABLE jobs (
        id {id} PRIMARY KEY,
        kind text NOT NULL,
        payload text NOT NULL,
        unique_key text,
        person_id {id},
        request_id text,
        run_at {time} NOT NULL,
        attempts integer NOT NULL,
        max_attempts integer NOT NULL CHECK (max_attempts > 0),
        locked_by {id},
        locked_until {time},
        outcome text CHECK (outcome IN ('DONE', 'FAILED')),
        last_error text,
        created_at {time} NOT NULL,
        finished_at {time},
        CHECK ((finished_at IS NULL) = (outcome IS NULL)),
        CHECK ((locked_by IS NULL) = (locked_until IS NULL))
    )",
    "CREATE UNIQUE INDEX jobs_unique ON jobs (kind, unique_key) WHERE finished_at IS NULL",
    "CREATE INDEX jobs_due ON jobs (run_at, id) WHERE finished_at IS NULL",
    "CREATE INDEX jobs_finished ON jobs (outcome, finished_at, id) WHERE finished_at IS NOT NULL",
    "CREATE INDEX jobs_by_person ON jobs (person_id) WHERE person_id IS NOT NULL",
    "CREATE TABLE schedules (
        name text PRIMARY KEY,
        next_run_at {time} NOT NULL
    )",
];
