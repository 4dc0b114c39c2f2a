//! What the databases themselves hold to, whatever the code above them does.

use sea_orm::{ConnectionTrait, Statement};

mod constraints;
mod migrations;
mod plans;
mod sqlite;

/// The first column of what `sql` finds, as text.
pub(crate) async fn texts(on: &impl ConnectionTrait, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(on.get_database_backend(), sql.to_owned());
    let rows = on.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}
