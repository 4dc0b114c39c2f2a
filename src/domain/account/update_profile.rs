//! Changing one's own profile.

use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::{ProfileChange, fields, proof, rows};
use crate::domain::audit::{self, Entry};
use crate::entity::user;
use crate::kernel::error::{Failure, Refusals};

/// Changes the person's own profile. Where addresses have to be proved, another one waits for that, and the answer
/// is the same whether or not it is some account's.
///
/// # Errors
/// INVALID fields; TAKEN where another account has the username or, where addresses need not be proved, the
/// address; [`Failure::RateLimited`] where it is another address within a minute, or one too many within an hour.
pub async fn update_profile(
    core: &Core,
    person: &SignedIn,
    change: ProfileChange,
) -> Result<user::Model, Failure> {
    let mut refusals = Refusals::default();
    let mut change = change.check(&mut refusals);
    refusals.finish()?;

    let wish = match change.email.take_if(|email| waits(core, person, email)) {
        Some(email) => Some(proof::count_wish(core, person, email).await?),
        None => None,
    };
    let transaction = core.db.begin().await?;
    let before = rows::lock(&transaction, person.user.id).await?.ok_or(Failure::Unauthenticated)?;
    match wish {
        Some(wish) => proof::ask_for_address(core, &transaction, before.id, wish).await?,
        // Back to the old one: what was asked for before no longer is.
        None if change.email.is_some() => proof::drop_asked(&transaction, before.id).await?,
        None => {}
    }
    let mut row = before.clone();
    change.apply(&transaction, &mut row, None).await?;
    row.updated_at = core.clock.now();
    let row =
        row.into_active_model().reset_all().update(&transaction).await.map_err(rows::taken)?;
    let entries: Vec<Entry> = Entry::user_updated(&before, &row).into_iter().collect();
    audit::record_all(core, &transaction, person, entries).await?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(row)
}

/// Whether an address has to be proved before it is the person's: another than they have.
fn waits(core: &Core, person: &SignedIn, email: &str) -> bool {
    core.account_rules.proves_addresses() && fields::email_key(email) != person.user.email_key
}
