//! One-time codes. The code itself is nowhere: it is made of the row's id and the server's secret.

use sea_orm::entity::prelude::*;

use crate::entity::word::CodePurpose;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "one_time_codes")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    /// Another for each code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub purpose: CodePurpose,
    /// The address as it is unique; for a new address of an account that and the account.
    pub subject: String,
    /// Wrong codes from anywhere but the places that are counted by themselves.
    pub attempts: i32,
    /// Wrong codes from where the code was asked for.
    pub own_attempts: i32,
    /// Wrong codes from places where the account's owner has been.
    pub home_attempts: i32,
    /// Keyed hash of where the code was asked for.
    pub asked_from: Option<Vec<u8>>,
    /// Null where no code was asked for: the row only counts attempts.
    pub issued_at: Option<DateTimeUtc>,
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
