//! Refresh tokens: single use, stored as their SHA-256 alone.

use sea_orm::entity::prelude::*;

use crate::kernel::id::{RefreshTokenId, SessionId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refresh_tokens")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RefreshTokenId,
    pub session_id: SessionId,
    /// The token that this one was given for.
    pub parent_id: Option<RefreshTokenId>,
    pub token_hash: Vec<u8>,
    pub created_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    /// When a lost answer was fetched again and this token's place was taken by another.
    pub superseded_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
