//! Tickets, one a seat. One that is given back is kept, marked cancelled, and its code is never used again.

use sea_orm::entity::prelude::*;

use crate::kernel::id::{RegistrationId, TicketId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tickets")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TicketId,
    pub registration_id: RegistrationId,
    /// Counts the seats ever given to the registration, from 1.
    pub seat_number: i32,
    pub code: String,
    pub created_at: DateTimeUtc,
    pub cancelled_at: Option<DateTimeUtc>,
    /// When its holder was let in; at the door's scan, which a device may have reported later.
    pub checked_in_at: Option<DateTimeUtc>,
    /// Who let them in.
    pub checked_in_by: Option<UserId>,
}

impl ActiveModelBehavior for ActiveModel {}
