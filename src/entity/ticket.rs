//! Tickets, one a seat. One that is given back is kept, marked cancelled, and its code is never used again.

use sea_orm::entity::prelude::*;

use crate::kernel::id::{RegistrationId, TicketId};

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
}

impl ActiveModelBehavior for ActiveModel {}
