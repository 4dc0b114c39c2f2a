//! Erasing one's own account.

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::admins::Admins;
use crate::domain::account::{erase, rows};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::throttle::{self, Attempt};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::UserId;

/// Longer than any password: not worth a hash.
const LONGEST: usize = 256;

/// Erases the person's own account; what others need of it stays without a name.
///
/// # Errors
/// INVALID_CREDENTIALS where the password is wrong; LAST_ADMIN; IN_USE while the person organizes coming
/// events; [`Failure::RateLimited`] after too many wrong passwords.
pub async fn delete_account(
    core: &Core,
    person: &SignedIn,
    password: &str,
) -> Result<UserId, Failure> {
    let (id, hash) = (person.user.id, &person.user.password_hash);
    let attempt = Attempt {
        rule: &throttle::PASSWORD,
        account: &id.to_string(),
        address: person.ip_address.as_deref(),
        is_at_home: false,
    };
    let taken = attempt.take(core).await?;
    let is_right =
        password.chars().count() <= LONGEST && core.passwords.verify(password, Some(hash)).await?;
    if !is_right {
        return Err(wrong());
    }
    let transaction = core.db.begin().await?;
    Admins::lock(&transaction, id).await?.without(id, "")?;
    let user = rows::lock(&transaction, id).await?.ok_or(Failure::Unauthenticated)?;
    // Somebody changed it while this was hashing: what was compared no longer stands.
    if user.password_hash != *hash {
        return Err(wrong());
    }
    audit::record(core, &transaction, person, Entry::new(Action::UserErased, id)).await?;
    erase::erase(core, &transaction, user).await?;
    taken.give_back(&transaction).await?;
    transaction.commit().await?;
    Ok(id)
}

fn wrong() -> Failure {
    Refusal::new(Code::InvalidCredentials, "password", "This is not your password.").into()
}
