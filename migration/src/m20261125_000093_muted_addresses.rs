//! Addresses whose readers want no invitations. They need not have an account, so there is no setting to turn
//! off; and the table holds digests, since it need not name them.

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
        let up =
            "CREATE TABLE muted_addresses (address {id} PRIMARY KEY, muted_at {time} NOT NULL)";
        sql::run(manager, &[up]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        sql::run(manager, &["DROP TABLE muted_addresses"]).await
    }
}
