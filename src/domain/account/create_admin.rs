//! Making an admin from the command line: the first one has nobody above them.

use crate::domain::Core;
use crate::domain::account::NewAccount;
use crate::domain::audit::{self, Actor, Entry};
use crate::entity::user;
use crate::entity::word::Role;
use crate::kernel::error::{Failure, Refusals};

/// Makes an admin whose address counts as proved. For the operator alone: it asks for no rights.
///
/// # Errors
/// INVALID fields; TAKEN where the address or the username is in use.
pub async fn create_admin(
    core: &Core,
    username: &str,
    email: &str,
    password: &str,
) -> Result<user::Model, Failure> {
    let account = NewAccount {
        email: email.to_owned(),
        username: Some(username.to_owned()),
        password: password.to_owned(),
        first_name: None,
        last_name: None,
        role: Role::Admin,
        time_zone: None,
    };
    let account = account.check(core, Refusals::default()).await?;
    let transaction = core.db.begin().await?;
    let user = account.insert(core, &transaction, true).await?;
    audit::record(core, &transaction, Actor::server(), Entry::user_created(&user)).await?;
    transaction.commit().await?;
    Ok(user)
}
