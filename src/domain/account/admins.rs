//! There is always an admin who can sign in.

use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::account::rows;
use crate::entity::user;
use crate::entity::word::Role;
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::UserId;

/// The admins who can sign in, locked, and with them the person whom the change is about: of two who
/// would each leave the other as the last, the second sees what the first did.
pub(super) struct Admins(Vec<UserId>);

impl Admins {
    /// Locks them, in the order of their ids, so that two who do so never wait for each other.
    pub(super) async fn lock(on: &impl ConnectionTrait, person: UserId) -> Result<Self, Failure> {
        let admins = Condition::all()
            .add(user::Column::Role.eq(Role::Admin))
            .add(user::Column::IsActive.eq(true))
            .add(user::Column::ErasedAt.is_null());
        let rows = user::Entity::find()
            .filter(Condition::any().add(admins).add(user::Column::Id.eq(person)))
            .order_by_asc(user::Column::Id)
            .lock(rows::LOCK)
            .all(on)
            .await?;
        let is_admin =
            |row: &user::Model| row.role == Role::Admin && row.is_active && row.erased_at.is_none();
        Ok(Self(rows.into_iter().filter(is_admin).map(|row| row.id).collect()))
    }

    /// LAST_ADMIN with `field` where there is none but `person`.
    pub(super) fn without(&self, person: UserId, field: &str) -> Result<(), Refusal> {
        if self.0 == [person] {
            let message = "This is the last admin; make another one first.";
            return Err(Refusal::new(Code::LastAdmin, field, message));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn only_the_last_one_has_to_stay() {
        let [ann, bob] = [1, 2].map(|n| UserId(Uuid::from_u128(n)));
        assert!(Admins(vec![ann, bob]).without(ann, "id").is_ok());
        assert!(Admins(vec![ann]).without(bob, "id").is_ok());
        assert_eq!(Admins(vec![ann]).without(ann, "id").unwrap_err().code, Code::LastAdmin);
    }
}
