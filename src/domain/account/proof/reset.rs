//! Choosing a new password without the old one.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};

use crate::domain::Core;
use crate::domain::account::proof::code::{self, About, Verdict};
use crate::domain::account::proof::limit::{self, Place};
use crate::domain::account::proof::pending;
use crate::domain::account::proof::send_code::enqueue;
use crate::domain::account::{Device, OpenSession, fields, rows, session};
use crate::domain::audit::{self, Action, Actor, Entry};
use crate::domain::throttle::Taken;
use crate::entity::user;
use crate::entity::word::CodePurpose;
use crate::kernel::error::{Code, Failure, Refusal, Refusals};

/// Has a code mailed, if the address has an account: once a minute at most. It never tells.
///
/// # Errors
/// INVALID where it is no address; [`Failure::RateLimited`] after too many from one address or for one mailbox.
pub async fn request_password_reset(
    core: &Core,
    email: &str,
    ip_address: Option<&str>,
) -> Result<(), Failure> {
    let email_key = fields::email_key(&fields::email(email)?);
    limit::asking(core, ip_address).await?;
    let place = Place::of(core, &email_key, ip_address).await?;
    let taken = limit::mailbox(core, &email_key, ip_address, &place).await?;
    let transaction = core.db.begin().await?;
    match code::issue(core, &transaction, about(&email_key), &place, false).await? {
        Some(id) => enqueue(core, &transaction, id, false).await?,
        None => taken.give_back(&transaction).await?,
    }
    transaction.commit().await?;
    core.jobs.wake();
    Ok(())
}

fn about(email_key: &str) -> About<'_> {
    About { purpose: CodePurpose::Reset, subject: email_key }
}

/// Changes the password by the code that was mailed, ends every session and opens one. It proves the address too.
///
/// # Errors
/// INVALID of the address or the new password; INVALID_CODE; TOO_MANY_ATTEMPTS; ACCOUNT_DISABLED;
/// [`Failure::RateLimited`] after too many wrong codes from one address.
pub async fn reset_password(
    core: &Core,
    email: &str,
    code: &str,
    new_password: &str,
    device: Device,
) -> Result<OpenSession, Failure> {
    let mut refusals = Refusals::default();
    let address = refusals.check(fields::email(email));
    let is_fit = refusals.check(fields::password("newPassword", new_password)).is_some();
    let from = device.ip_address.as_deref();
    let mut hash = None;
    let mut taken = Taken::default();
    if is_fit {
        taken = limit::trying(core, from).await?;
        // Before the code is looked at, so that it costs the same whatever the address and the code are.
        let hints = address.iter().cloned().collect();
        let made = core.passwords.hash(&*core.random, new_password, hints).await?;
        hash = refusals.check(made.ok_or_else(|| fields::guessable("newPassword")));
    }
    refusals.finish()?;
    let (Some(address), Some(hash)) = (address, hash) else {
        return Err(Failure::Refused(Vec::new()));
    };

    let email_key = fields::email_key(&address);
    let place = Place::of(core, &email_key, from).await?;
    let transaction = core.db.begin().await?;
    let verdict = code::attempt(core, &transaction, about(&email_key), &place, code).await?;
    let mut known = None;
    if verdict == Verdict::Right {
        known = user::Entity::find()
            .filter(user::Column::EmailKey.eq(&*email_key))
            .filter(user::Column::ErasedAt.is_null())
            .lock(rows::LOCK)
            .one(&transaction)
            .await?;
    }
    let refusal = match &known {
        None => Some(verdict.refusal().unwrap_or_else(code::invalid)),
        Some(user) if !user.is_active => {
            Some(Refusal::new(Code::AccountDisabled, "", "This account was disabled."))
        }
        Some(_) => None,
    };
    let (Some(mut row), None) = (known, refusal.clone()) else {
        // The attempt counts.
        transaction.commit().await?;
        return Err(refusal.unwrap_or_else(code::invalid).into());
    };
    let now = core.clock.now();
    row.password_hash = hash;
    row.email_verified_at = row.email_verified_at.or(Some(now));
    row.updated_at = now;
    let row = row.into_active_model().reset_all().update(&transaction).await?;
    session::revoke(core, &transaction, row.id, None).await?;
    pending::take(core, &transaction, &email_key).await?;
    let actor = Actor::proved(row.id, device.ip_address.as_deref());
    audit::record(core, &transaction, actor, Entry::new(Action::PasswordReset, row.id)).await?;
    taken.give_back(&transaction).await?;
    let session = session::open(core, &transaction, row, device).await?;
    transaction.commit().await?;
    Ok(session)
}
