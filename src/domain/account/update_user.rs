//! Changing somebody else's account.

use sea_orm::{ActiveEnum, ActiveModelTrait, DatabaseTransaction, IntoActiveModel};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::AdminAccess;
use crate::domain::account::admins::Admins;
use crate::domain::account::{ProfileChange, by_id, fields, rows, session};
use crate::domain::audit::{self, Action, Entry};
use crate::entity::user;
use crate::entity::word::Role;
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::UserId;

/// What to change; what is `None` stays as it is.
#[derive(Clone, Default)]
pub struct AccountChange {
    /// Name and address.
    pub profile: ProfileChange,
    /// Ends all sessions of the account.
    pub password: Option<String>,
    /// What the person may do on the whole server.
    pub role: Option<Role>,
    /// False ends all sessions of the account and lets nobody sign in to it.
    pub is_active: Option<bool>,
}

/// Changes an account; a new address counts as proved.
///
/// # Errors
/// NOT_FOUND; INVALID fields; TAKEN where another account has the address or the username; LAST_ADMIN
/// where nobody else could administer the server.
pub async fn update_user(
    core: &Core,
    admin: AdminAccess<'_>,
    id: UserId,
    change: AccountChange,
) -> Result<user::Model, Failure> {
    let gone = || Failure::from(Refusal::not_found("id", "user"));
    let mut refusals = Refusals::default();
    let profile = change.profile.check(&mut refusals);
    let hash = match &change.password {
        Some(password) => {
            let standing = by_id(core, id).await?.ok_or_else(gone)?;
            hash(core, &standing, password, &mut refusals).await?
        }
        None => None,
    };
    refusals.finish()?;

    let now = core.clock.now();
    let transaction = core.db.begin().await?;
    refuse_last(&transaction, id, change.role, change.is_active).await?;
    let standing = rows::lock(&transaction, id).await?.ok_or_else(gone)?;
    let mut row = standing.clone();
    profile.apply(&transaction, &mut row, Some(now)).await?;
    row.role = change.role.unwrap_or(row.role);
    row.is_active = change.is_active.unwrap_or(row.is_active);
    let ends_sessions = hash.is_some() || !row.is_active;
    row.password_hash = hash.unwrap_or(row.password_hash);
    row.updated_at = now;
    let row =
        row.into_active_model().reset_all().update(&transaction).await.map_err(rows::taken)?;
    if ends_sessions {
        session::revoke(core, &transaction, id, None).await?;
    }
    for entry in entries(&standing, &row) {
        audit::record(core, &transaction, admin.person(), entry).await?;
    }
    transaction.commit().await?;
    Ok(row)
}

/// What the log tells of the change: which fields, but of names and addresses not what they held.
fn entries(before: &user::Model, after: &user::Model) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Entry::user_updated(before, after).into_iter().collect();
    if before.role != after.role {
        let details = json!({ "from": before.role.to_value(), "to": after.role.to_value() });
        entries.push(Entry::with(Action::UserRoleChanged, after.id, details));
    }
    if before.is_active != after.is_active {
        let action = if after.is_active { Action::UserEnabled } else { Action::UserDisabled };
        entries.push(Entry::new(action, after.id));
    }
    if before.password_hash != after.password_hash {
        entries.push(Entry::new(Action::PasswordSet, after.id));
    }
    entries
}

async fn hash(
    core: &Core,
    user: &user::Model,
    password: &str,
    refusals: &mut Refusals,
) -> Result<Option<String>, Failure> {
    if refusals.check(fields::password("password", password)).is_none() {
        return Ok(None);
    }
    let hints = vec![user.username.clone(), user.email.clone()];
    let hash = core.passwords.hash(&*core.random, password, hints).await?;
    Ok(refusals.check(hash.ok_or_else(|| fields::guessable("password"))))
}

/// LAST_ADMIN where the change would take the last admin's role or leave to sign in.
async fn refuse_last(
    on: &DatabaseTransaction,
    id: UserId,
    role: Option<Role>,
    is_active: Option<bool>,
) -> Result<(), Failure> {
    let field = if role.is_some_and(|role| role != Role::Admin) {
        "role"
    } else if is_active == Some(false) {
        "isActive"
    } else {
        return Ok(());
    };
    Ok(Admins::lock(on, id).await?.without(id, field)?)
}
