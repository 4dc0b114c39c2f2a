//! Between which versions of its event a registration was active.
//!
//! Both move under the event's lock, as versions do: so whoever was active when an event was changed can be
//! told exactly, long after, whatever the clocks of the servers say. 0 is before every version: of rows from
//! before these columns, and of those that a server of an older version makes.

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
        sql::run(
            manager,
            &[
                "ALTER TABLE registrations ADD COLUMN entered_version integer NOT NULL DEFAULT 0",
                "ALTER TABLE registrations ADD COLUMN left_version integer",
            ],
        )
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(
            manager,
            &[
                "ALTER TABLE registrations DROP COLUMN left_version",
                "ALTER TABLE registrations DROP COLUMN entered_version",
            ],
        )
        .await
    }
}
