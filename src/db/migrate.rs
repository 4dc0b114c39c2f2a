//! Bringing the schema up to date.

use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use crate::db::Db;
use crate::kernel::error::Failure;

/// Any number that nothing else on the database locks: "turnout" in ASCII.
const LOCK: i64 = 0x0074_7572_6e6f_7574;

/// Runs every migration that is missing. Two processes that do this at once do no harm: the second
/// waits and then finds nothing to do.
///
/// # Errors
/// [`Failure`] where a migration fails; the schema is then as it was.
pub async fn up(db: &Db) -> Result<(), Failure> {
    let transaction = locked(db).await?;
    Migrator::up(&transaction, None).await?;
    Ok(transaction.commit().await?)
}

/// Takes the last `steps` migrations back, all of them where it is `None`.
///
/// # Errors
/// [`Failure`] where a migration fails; the schema is then as it was.
pub async fn down(db: &Db, steps: Option<u32>) -> Result<(), Failure> {
    let transaction = locked(db).await?;
    Migrator::down(&transaction, steps).await?;
    Ok(transaction.commit().await?)
}

/// The names of all migrations, each with whether it was applied.
///
/// # Errors
/// [`Failure`] where the database cannot be read.
pub async fn status(db: &Db) -> Result<Vec<(String, bool)>, Failure> {
    let transaction = db.begin().await?;
    let migrations = Migrator::get_migration_with_status(&transaction).await?;
    let named = migrations
        .iter()
        .map(|migration| {
            let applied = migration.status() == migration::MigrationStatus::Applied;
            (migration.name().to_owned(), applied)
        })
        .collect();
    transaction.commit().await?;
    Ok(named)
}

async fn locked(db: &Db) -> Result<DatabaseTransaction, Failure> {
    let transaction = db.begin().await?;
    if db.backend() == DbBackend::Postgres {
        let wait_in_line = format!(
            "SET LOCAL statement_timeout = 0; SELECT pg_advisory_xact_lock({LOCK}); \
             SET LOCAL client_min_messages = warning"
        );
        transaction.execute_unprepared(&wait_in_line).await?;
    }
    Ok(transaction)
}
