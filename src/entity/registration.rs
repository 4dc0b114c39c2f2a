//! Registrations: a party of one or more seats, for one event, by one person.

use sea_orm::IntoSimpleExpr;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};

use crate::entity::word::RegistrationStatus;
use crate::kernel::id::{EventId, RegistrationId, UserId};
use crate::kernel::seats::Seats;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registrations")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RegistrationId,
    pub event_id: EventId,
    pub user_id: UserId,
    pub quantity: Seats,
    pub status: RegistrationStatus,
    /// Place in line while waiting: a sequence given under the event's lock, never a time.
    pub line_number: Option<i64>,
    /// The letters that the codes of its tickets share; None until it has seats.
    pub ticket_stem: Option<String>,
    /// Whether the event's editors see the registrant's address: they do where the person signed up, or
    /// where the editor who registered them knew it.
    pub shows_email: bool,
    pub created_at: DateTimeUtc,
    /// When the seats were given, at once or from the line.
    pub registered_at: Option<DateTimeUtc>,
    pub cancelled_at: Option<DateTimeUtc>,
    /// The event's version at the time: only changes that came after it are news to the registrant.
    pub entered_version: i32,
    /// The event's version when it was given up.
    pub left_version: Option<i32>,
    #[sea_orm(belongs_to, from = "event_id", to = "id")]
    pub event: HasOne<super::event::Entity>,
    #[sea_orm(belongs_to, from = "user_id", to = "id")]
    pub user: HasOne<super::user::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether a registration is active: not cancelled. In the words of the index that holds each person to
/// one active registration for an event.
#[must_use]
pub fn is_active() -> SimpleExpr {
    Column::Status.into_simple_expr().ne(RegistrationStatus::Cancelled.written())
}
