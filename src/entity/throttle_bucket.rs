//! Buckets of attempts. One that is full again, or was never drawn from, has no row.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "throttle_buckets")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    /// Keyed hash of what is counted: the table tells nobody whose account it was, nor what was typed.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: Vec<u8>,
    /// When it will be full again, in milliseconds since 1970.
    pub full_at: i64,
    /// Milliseconds in which one attempt comes back.
    pub step: i64,
    /// How far `full_at` may lie ahead while one more is let through, in milliseconds.
    pub slack: i64,
}

impl ActiveModelBehavior for ActiveModel {}
