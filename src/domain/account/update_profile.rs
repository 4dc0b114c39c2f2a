//! Changing one's own profile.

use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::{ProfileChange, rows};
use crate::entity::user;
use crate::kernel::error::{Failure, Refusals};

/// Changes the person's own profile.
///
/// # Errors
/// INVALID fields; TAKEN where another account has the address or the username.
pub async fn update_profile(
    core: &Core,
    person: &SignedIn,
    change: ProfileChange,
) -> Result<user::Model, Failure> {
    let mut refusals = Refusals::default();
    let change = change.check(&mut refusals);
    refusals.finish()?;

    let transaction = core.db.begin().await?;
    let mut row =
        rows::lock(&transaction, person.user.id).await?.ok_or(Failure::Unauthenticated)?;
    change.apply(&transaction, &mut row, None).await?;
    row.updated_at = core.clock.now();
    let row =
        row.into_active_model().reset_all().update(&transaction).await.map_err(rows::taken)?;
    transaction.commit().await?;
    Ok(row)
}
