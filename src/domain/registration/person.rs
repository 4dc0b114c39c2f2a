//! Who a registration is for.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::{ExprTrait, SimpleExpr};

use crate::entity::user;
use crate::kernel::id::UserId;
use crate::kernel::text::storable;

/// A person as an input names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Person {
    /// By id.
    Id(UserId),
    /// By username, without regard to case.
    Username(String),
    /// By address, without regard to case.
    Email(String),
    /// By an address that they proved: where the server has that done, one that was not may be somebody else's.
    ProvedEmail(String),
}

impl Person {
    /// The condition that finds the person; `None` where nobody can be called so.
    pub(in crate::domain) fn named(&self) -> Option<SimpleExpr> {
        match self {
            Self::Id(id) => Some(user::Column::Id.eq(*id)),
            Self::Username(name) => {
                storable(name).then(|| user::Column::UsernameKey.eq(name.to_ascii_lowercase()))
            }
            Self::Email(email) => {
                storable(email).then(|| user::Column::EmailKey.eq(email.to_lowercase()))
            }
            Self::ProvedEmail(email) => {
                let named = Self::Email(email.clone()).named()?;
                Some(named.and(user::Column::EmailVerifiedAt.is_not_null()))
            }
        }
    }

    /// Whether it names `user`.
    pub(in crate::domain) fn is(&self, user: &user::Model) -> bool {
        match self {
            Self::Id(id) => user.id == *id,
            Self::Username(name) => user.username_key == name.to_ascii_lowercase(),
            Self::Email(email) => user.email_key == email.to_lowercase(),
            Self::ProvedEmail(email) => {
                user.email_verified_at.is_some() && user.email_key == email.to_lowercase()
            }
        }
    }
}
