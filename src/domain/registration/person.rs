//! Who a registration is for.

use sea_orm::sea_query::{Condition, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait};

use crate::domain::access::presence;
use crate::entity::user;
use crate::kernel::error::{Failure, Refusal};
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

/// The person whom an input names, or nobody; held until the transaction ends.
pub(super) struct Named(Option<UserId>);

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

impl Named {
    /// Holds the viewer and whomever `person` names, before the event is locked.
    ///
    /// # Errors
    /// [`Failure::Unauthenticated`] where the viewer's account ended meanwhile.
    pub(super) async fn hold(
        on: &impl ConnectionTrait,
        viewer: UserId,
        person: Option<&Person>,
    ) -> Result<Self, Failure> {
        let people = Condition::any()
            .add(user::Column::Id.eq(viewer))
            .add_option(person.and_then(Person::named));
        let found = presence::hold(on, people).await?;
        if !found.iter().any(|user| user.id == viewer) {
            return Err(Failure::Unauthenticated);
        }
        let Some(person) = person else { return Ok(Self(Some(viewer))) };
        Ok(Self(found.into_iter().find(|user| person.is(user)).map(|user| user.id)))
    }

    /// The person, told to who may know.
    ///
    /// # Errors
    /// NOT_FOUND where there is none.
    pub(super) fn id(&self) -> Result<UserId, Refusal> {
        self.0.ok_or_else(|| Refusal::not_found("person", "person"))
    }
}
