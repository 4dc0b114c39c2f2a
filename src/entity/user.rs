//! People's accounts. An erased one keeps its row, without a name, for what others count.

use sea_orm::entity::prelude::*;

use crate::entity::word::Role;
use crate::kernel::id::UserId;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    pub username: String,
    /// The username folded to lower case: unique.
    pub username_key: String,
    pub email: String,
    /// The address folded to lower case: unique.
    pub email_key: String,
    pub email_verified_at: Option<DateTimeUtc>,
    pub password_hash: String,
    pub first_name: String,
    pub last_name: String,
    /// Username, address and names, folded, for the search of staff.
    pub search_key: String,
    pub role: Role,
    pub time_zone: String,
    pub is_active: bool,
    /// Whether notifications are mailed too.
    pub notify_by_email: bool,
    /// Whether the reminders before events are mailed too.
    pub notify_reminders: bool,
    /// How often they renewed the address of their calendar feed.
    pub calendar_feed: i32,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub erased_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
