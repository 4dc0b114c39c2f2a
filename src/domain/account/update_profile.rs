//! Changing one's own profile.

use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::{ProfileChange, fields, proof, rows};
use crate::entity::user;
use crate::kernel::error::{Failure, Refusals};

/// Changes the person's own profile. Where addresses have to be proved, another one waits for that, and the answer
/// is the same whether or not it is some account's.
///
/// # Errors
/// INVALID fields; TAKEN where another account has the username or, where addresses need not be proved, the
/// address.
pub async fn update_profile(
    core: &Core,
    person: &SignedIn,
    change: ProfileChange,
) -> Result<user::Model, Failure> {
    let mut refusals = Refusals::default();
    let mut change = change.check(&mut refusals);
    refusals.finish()?;

    let transaction = core.db.begin().await?;
    let mut row =
        rows::lock(&transaction, person.user.id).await?.ok_or(Failure::Unauthenticated)?;
    if core.account_rules.proves_addresses() {
        ask_for_address(core, &transaction, &row, &mut change).await?;
    }
    change.apply(&transaction, &mut row, None).await?;
    row.updated_at = core.clock.now();
    let row =
        row.into_active_model().reset_all().update(&transaction).await.map_err(rows::taken)?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(row)
}

/// Takes an address that is another than the standing one out of the change, and has it proved.
async fn ask_for_address(
    core: &Core,
    on: &DatabaseTransaction,
    row: &user::Model,
    change: &mut ProfileChange,
) -> Result<(), Failure> {
    let Some(email) = &change.email else { return Ok(()) };
    if fields::email_key(email) == row.email_key {
        // Back to the old one: what was asked for before no longer is.
        return proof::drop_asked(on, row.id).await;
    }
    match change.email.take() {
        Some(email) => proof::ask_for_address(core, on, row.id, email).await,
        None => Ok(()),
    }
}
