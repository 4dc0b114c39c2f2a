//! The people whom a command names, held until it is through.

use sea_orm::ColumnTrait;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Condition;

use crate::domain::access::{SignedIn, presence};
use crate::domain::registration::Person;
use crate::entity::user;
use crate::kernel::error::Failure;

/// People with an active account, the viewer among them.
pub(super) struct Named(Vec<user::Model>);

impl Named {
    /// Holds the viewer and those among `people` who are named by id or username, before the event is
    /// locked. Nobody is looked up by an address.
    ///
    /// # Errors
    /// [`Failure::Unauthenticated`] where the viewer's account ended meanwhile.
    pub(super) async fn hold<'p>(
        on: &impl ConnectionTrait,
        viewer: &SignedIn,
        people: impl Iterator<Item = &'p Person>,
    ) -> Result<Self, Failure> {
        let own = Condition::any().add(user::Column::Id.eq(viewer.user.id));
        let by_name =
            people.filter(|person| !matches!(person, Person::Email(_) | Person::ProvedEmail(_)));
        let any = by_name.filter_map(Person::named).fold(own, Condition::add);
        let found = presence::hold(on, any).await?;
        if !found.iter().any(|user| user.id == viewer.user.id) {
            return Err(Failure::Unauthenticated);
        }
        Ok(Self(found))
    }

    /// Whom `person` names.
    pub(super) fn find(&self, person: &Person) -> Option<&user::Model> {
        self.0.iter().find(|user| person.is(user))
    }
}
