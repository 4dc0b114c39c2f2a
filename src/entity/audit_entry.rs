//! Lines of the audit log. They are only ever added; of an old one, or one of an erased person, the address
//! is forgotten.

use sea_orm::entity::prelude::*;

use crate::kernel::id::{AuditEntryId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entries")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// None: nobody was signed in, or the server did it.
    pub actor_id: Option<UserId>,
    pub action: String,
    /// What the subject is, as the prefix of its id says.
    pub subject_kind: String,
    pub subject_id: Uuid,
    /// Ids, words and numbers, never a name or an address.
    pub details: Json,
    pub ip_address: Option<String>,
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
