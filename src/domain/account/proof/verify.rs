//! Proving the address of a new account.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::account::new_account::Checked;
use crate::domain::account::password::NO_PASSWORD;
use crate::domain::account::proof::code::{self, About, Verdict};
use crate::domain::account::proof::letters::NoPassword;
use crate::domain::account::proof::limit::{self, Place};
use crate::domain::account::proof::send_code::enqueue;
use crate::domain::account::proof::{new_address, pending};
use crate::domain::account::{Device, OpenSession, fields, rows, session};
use crate::domain::audit::{self, Action, Actor, Entry};
use crate::domain::mail::{self, Addressee};
use crate::entity::user;
use crate::entity::word::CodePurpose;
use crate::kernel::error::{Code, Failure, Refusal};

/// Proves an address by the code that was mailed there. A new account comes to be with it, and a session is
/// opened; where it is a new address of the viewer's, that takes the place of the old one, and they have their
/// session.
///
/// # Errors
/// INVALID of the address; INVALID_CODE; TOO_MANY_ATTEMPTS; ACCOUNT_DISABLED; [`Failure::RateLimited`] after too many
/// wrong codes from one address.
pub async fn verify_email(
    core: &Core,
    viewer: &Viewer,
    email: &str,
    code: &str,
    device: Device,
) -> Result<Option<OpenSession>, Failure> {
    let email_key = fields::email_key(&fields::email(email)?);
    if let Some(person) = viewer.person()
        && new_address::is_asked(core, person, &email_key).await?
    {
        new_address::prove(core, person, &email_key, code).await?;
        return Ok(None);
    }
    let from = device.ip_address.as_deref();
    let taken = limit::trying(core, from).await?;
    let place = Place::of(core, &email_key, from).await?;
    let transaction = core.db.begin().await?;
    let verdict = code::attempt(core, &transaction, about(&email_key), &place, code).await?;
    let outcome = match verdict {
        Verdict::Right => owner(core, &transaction, &email_key, from).await,
        Verdict::Wrong | Verdict::TooMany => {
            Err(verdict.refusal().unwrap_or_else(code::invalid).into())
        }
    };
    match outcome {
        Ok(user) => {
            let session = session::open(core, &transaction, user, device).await?;
            taken.give_back(&transaction).await?;
            transaction.commit().await?;
            core.jobs.wake();
            Ok(Some(session))
        }
        // The attempt counts all the same, and a right code is used up.
        Err(refused @ Failure::Refused(_)) => {
            transaction.commit().await?;
            Err(refused)
        }
        Err(failure) => Err(failure),
    }
}

fn about(email_key: &str) -> About<'_> {
    About { purpose: CodePurpose::SignUp, subject: email_key }
}

/// The account of a proved address: a new one, or one that was made while addresses were not proved.
async fn owner(
    core: &Core,
    on: &DatabaseTransaction,
    email_key: &str,
    ip_address: Option<&str>,
) -> Result<user::Model, Failure> {
    let standing = user::Entity::find()
        .filter(user::Column::EmailKey.eq(email_key))
        .filter(user::Column::ErasedAt.is_null())
        .lock(rows::LOCK)
        .one(on)
        .await?;
    let waiting = pending::take(core, on, email_key).await?;
    let Some(mut row) = standing else {
        let waiting = waiting.ok_or_else(code::invalid)?;
        let is_untold = waiting.is_contested && !waiting.is_told;
        let made = Checked::from(waiting).insert(core, on, true).await?;
        let actor = Actor::proved(made.id, ip_address);
        audit::record(core, on, actor, Entry::user_created(&made)).await?;
        if is_untold {
            let to = Addressee { address: &made.email, person: Some(made.id) };
            let letter = NoPassword { username: made.username.clone() };
            mail::post(core, on, to, &letter).await?;
        }
        return Ok(made);
    };
    // Its owner has an account, and no code was mailed: this is somebody else's guess.
    if row.email_verified_at.is_some() {
        return Err(code::invalid().into());
    }
    if !row.is_active {
        return Err(Refusal::new(Code::AccountDisabled, "", "This account was disabled.").into());
    }
    let now = core.clock.now();
    // Somebody signed up anew, and perhaps somebody else made the account: neither password counts.
    if waiting.is_some() {
        row.password_hash = NO_PASSWORD.to_owned();
        session::revoke(core, on, row.id, None).await?;
    }
    let details = json!({ "keepsPassword": waiting.is_none() });
    let entry = Entry::with(Action::AddressProved, row.id, details);
    audit::record(core, on, Actor::proved(row.id, ip_address), entry).await?;
    row.email_verified_at = Some(now);
    row.updated_at = now;
    Ok(row.into_active_model().reset_all().update(on).await?)
}

/// Has another code mailed, if the address waits for one: once a minute at most. It never tells.
///
/// # Errors
/// INVALID where it is no address; [`Failure::RateLimited`] after too many from one address or for one mailbox.
pub async fn resend_verification(
    core: &Core,
    viewer: &Viewer,
    email: &str,
    ip_address: Option<&str>,
) -> Result<(), Failure> {
    let email_key = fields::email_key(&fields::email(email)?);
    if let Some(person) = viewer.person()
        && new_address::is_asked(core, person, &email_key).await?
    {
        return new_address::send_again(core, person, &email_key).await;
    }
    limit::asking(core, ip_address).await?;
    let place = Place::of(core, &email_key, ip_address).await?;
    let taken = limit::mailbox(core, &email_key, ip_address, &place).await?;
    let transaction = core.db.begin().await?;
    match code::issue(core, &transaction, about(&email_key), &place, false).await? {
        Some(id) => {
            pending::tell(&transaction, &email_key).await?;
            enqueue(core, &transaction, id, true).await?;
        }
        None => taken.give_back(&transaction).await?,
    }
    transaction.commit().await?;
    core.jobs.wake();
    Ok(())
}
