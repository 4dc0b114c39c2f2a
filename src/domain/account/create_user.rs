//! Making an account for somebody else.

use crate::domain::Core;
use crate::domain::access::AdminAccess;
use crate::domain::account::NewAccount;
use crate::domain::audit::{self, Entry};
use crate::entity::user;
use crate::kernel::error::{Failure, Refusals};

/// Makes an account of any role; its address counts as proved.
///
/// # Errors
/// INVALID fields; TAKEN where the address or the username is in use.
pub async fn create_user(
    core: &Core,
    admin: AdminAccess<'_>,
    account: NewAccount,
) -> Result<user::Model, Failure> {
    let account = account.check(core, Refusals::default()).await?;
    let transaction = core.db.begin().await?;
    let user = account.insert(core, &transaction, true).await?;
    audit::record(core, &transaction, admin.person(), Entry::user_created(&user)).await?;
    transaction.commit().await?;
    Ok(user)
}
