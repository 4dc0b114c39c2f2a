//! The database schema, one dated file per change, on SQLite and PostgreSQL alike.
//!
//! To change the schema add a file `mYYYYMMDD_NNNNNN_what.rs` beside the others and name it in
//! [`Migrator::migrations`]; a file that has been released is never edited. Every migration goes up
//! and down, in a transaction, and old and new server versions both work on the schema in between.
//! SQL is written once in `sql`'s portable spelling; only what one database lacks is told apart.

use sea_orm_migration::prelude::*;
pub use sea_orm_migration::{MigrationStatus, MigratorTrait};

mod m20261122_000001_accounts;
mod m20261122_000002_events;
mod m20261122_000003_event_search;
mod m20261122_000004_registrations;
mod m20261122_000005_feedback;
mod m20261125_000006_list_indexes;
mod m20261125_000010_jobs;
mod m20261125_000011_codes;
mod m20261125_000020_audit;
mod m20261125_000021_throttle;
mod m20261125_000022_notification_settings;
mod m20261125_000023_session_sweep;
mod m20261125_000030_event_versions;
mod m20261125_000031_event_invitations;
mod m20261125_000040_event_series;
mod m20261125_000041_calendar_feed;
mod m20261125_000050_line_length;
mod m20261125_000051_idempotency_keys;
mod m20261125_000055_check_in;
mod m20261125_000060_feedback_counters;
mod m20261125_000070_codes_apart;
mod m20261125_000071_export_indexes;
mod m20261125_000072_audit_index;
mod m20261125_000080_series_index;
mod m20261125_000090_notifications;
mod m20261125_000091_registration_spans;
mod m20261125_000092_event_occasions;
mod m20261125_000093_muted_addresses;
mod sql;

/// Knows every migration, in order.
#[derive(Debug)]
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_accounts::Migration),
            Box::new(m20261122_000002_events::Migration),
            Box::new(m20261122_000003_event_search::Migration),
            Box::new(m20261122_000004_registrations::Migration),
            Box::new(m20261122_000005_feedback::Migration),
            Box::new(m20261125_000006_list_indexes::Migration),
            Box::new(m20261125_000010_jobs::Migration),
            Box::new(m20261125_000011_codes::Migration),
            Box::new(m20261125_000020_audit::Migration),
            Box::new(m20261125_000021_throttle::Migration),
            Box::new(m20261125_000022_notification_settings::Migration),
            Box::new(m20261125_000023_session_sweep::Migration),
            Box::new(m20261125_000030_event_versions::Migration),
            Box::new(m20261125_000031_event_invitations::Migration),
            Box::new(m20261125_000040_event_series::Migration),
            Box::new(m20261125_000041_calendar_feed::Migration),
            Box::new(m20261125_000050_line_length::Migration),
            Box::new(m20261125_000051_idempotency_keys::Migration),
            Box::new(m20261125_000055_check_in::Migration),
            Box::new(m20261125_000060_feedback_counters::Migration),
            Box::new(m20261125_000070_codes_apart::Migration),
            Box::new(m20261125_000071_export_indexes::Migration),
            Box::new(m20261125_000072_audit_index::Migration),
            Box::new(m20261125_000080_series_index::Migration),
            Box::new(m20261125_000090_notifications::Migration),
            Box::new(m20261125_000091_registration_spans::Migration),
            Box::new(m20261125_000092_event_occasions::Migration),
            Box::new(m20261125_000093_muted_addresses::Migration),
        ]
    }
}
