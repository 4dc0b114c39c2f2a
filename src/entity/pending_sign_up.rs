//! Accounts that will be, once somebody proves that the address is theirs.

use sea_orm::entity::prelude::*;

use crate::entity::word::Role;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pending_sign_ups")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub email_key: String,
    pub email: String,
    /// The one that was asked for; somebody else may have it by then.
    pub username: Option<String>,
    pub username_key: Option<String>,
    pub password_hash: String,
    /// Several signed up with this address, with different passwords: none of them counts.
    pub is_contested: bool,
    /// The mail with the code that stands says so.
    pub is_told: bool,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub time_zone: String,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
