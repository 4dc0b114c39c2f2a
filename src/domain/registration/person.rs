//! Who a registration is for.

use sea_orm::ColumnTrait;
use sea_orm::sea_query::SimpleExpr;

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
}

impl Person {
    /// Finds the person; `None` where nobody can be called so.
    pub(in crate::domain) fn named(&self) -> Option<SimpleExpr> {
        match self {
            Self::Id(id) => Some(user::Column::Id.eq(*id)),
            Self::Username(name) => {
                storable(name).then(|| user::Column::UsernameKey.eq(name.to_ascii_lowercase()))
            }
            Self::Email(email) => {
                storable(email).then(|| user::Column::EmailKey.eq(email.to_lowercase()))
            }
        }
    }

    /// Whether `user` is the person.
    pub(in crate::domain) fn is(&self, user: &user::Model) -> bool {
        match self {
            Self::Id(id) => user.id == *id,
            Self::Username(name) => user.username_key == name.to_ascii_lowercase(),
            Self::Email(email) => user.email_key == email.to_lowercase(),
        }
    }
}
