//! Whom an event is shared with by an email address, whether or not it has an account.

use sea_orm::entity::prelude::*;

use crate::entity::word::CollaboratorRole;
use crate::kernel::id::{EventId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_invitations")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// The address folded to lower case, as accounts have theirs.
    #[sea_orm(primary_key, auto_increment = false)]
    pub email_key: String,
    /// The address as it was typed.
    pub email: String,
    pub role: CollaboratorRole,
    pub invited_by: UserId,
    pub invited_at: DateTimeUtc,
    /// It gives nothing any more: whoever has the address was since given or refused a role by name, gave
    /// it up, or erased their account. That is not shown, or it would tell that somebody has the address,
    /// and who.
    pub is_void: bool,
    #[sea_orm(belongs_to, from = "event_id", to = "id")]
    pub event: HasOne<super::event::Entity>,
}

impl ActiveModelBehavior for ActiveModel {}
