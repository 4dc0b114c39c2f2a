//! Erasing somebody else's account.

use crate::domain::Core;
use crate::domain::access::AdminAccess;
use crate::domain::account::admins::Admins;
use crate::domain::account::{erase, rows};
use crate::domain::audit::{self, Action, Entry};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::UserId;

/// Erases an account; what others need of it stays without a name.
///
/// # Errors
/// NOT_FOUND; LAST_ADMIN; IN_USE while the person organizes coming events.
pub async fn delete_user(
    core: &Core,
    admin: AdminAccess<'_>,
    id: UserId,
) -> Result<UserId, Failure> {
    let transaction = core.db.begin().await?;
    Admins::lock(&transaction, id).await?.without(id, "id")?;
    let user =
        rows::lock(&transaction, id).await?.ok_or_else(|| Refusal::not_found("id", "user"))?;
    let entry = Entry::new(Action::UserErased, id);
    audit::record(core, &transaction, admin.person(), entry).await?;
    erase::erase(core, &transaction, user).await?;
    transaction.commit().await?;
    Ok(id)
}
