//! Changing one's own password.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::{fields, rows, session};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::throttle::{self, Attempt};
use crate::entity::user;
use crate::kernel::error::{Code, Failure, Refusal, Refusals};

/// Longer than any password: not worth a hash.
const LONGEST: usize = 256;

/// Changes the person's password and ends their other sessions.
///
/// # Errors
/// INVALID_CREDENTIALS where `current` is wrong; INVALID where the new one is too short, too long or
/// too easily guessed.
pub async fn change_password(
    core: &Core,
    person: &SignedIn,
    current: &str,
    new: &str,
) -> Result<user::Model, Failure> {
    let user = &person.user;
    let attempt = Attempt {
        rule: &throttle::PASSWORD,
        account: &user.id.to_string(),
        address: person.ip_address.as_deref(),
        is_at_home: false,
    };
    let taken = attempt.take(core).await?;
    let mut refusals = Refusals::default();
    let is_right = current.chars().count() <= LONGEST
        && core.passwords.verify(current, Some(&user.password_hash)).await?;
    if !is_right {
        refusals.push(wrong());
    }
    let hash = match refusals.check(fields::password("newPassword", new)) {
        Some(()) => {
            let hints = vec![user.username.clone(), user.email.clone()];
            let hash = core.passwords.hash(&*core.random, new, hints).await?;
            refusals.check(hash.ok_or_else(|| fields::guessable("newPassword")))
        }
        None => None,
    };
    refusals.finish()?;

    let transaction = core.db.begin().await?;
    let row = rows::lock(&transaction, user.id).await?.ok_or(Failure::Unauthenticated)?;
    // Somebody changed it while this was hashing: what was compared no longer stands.
    if row.password_hash != user.password_hash {
        return Err(wrong().into());
    }
    let mut row = row.into_active_model();
    if let Some(hash) = hash {
        row.password_hash = Set(hash);
    }
    row.updated_at = Set(core.clock.now());
    let row = row.update(&transaction).await?;
    session::revoke(core, &transaction, row.id, Some(person.session_id)).await?;
    audit::record(core, &transaction, person, Entry::new(Action::PasswordChanged, row.id)).await?;
    taken.give_back(&transaction).await?;
    transaction.commit().await?;
    Ok(row)
}

fn wrong() -> Refusal {
    Refusal::new(Code::InvalidCredentials, "currentPassword", "This is not your password.")
}
