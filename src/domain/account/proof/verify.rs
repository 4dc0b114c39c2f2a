//! Proving the address of a new account.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::account::new_account::Checked;
use crate::domain::account::password::NO_PASSWORD;
use crate::domain::account::proof::code::{self, Verdict};
use crate::domain::account::proof::send_code::enqueue;
use crate::domain::account::proof::{new_address, pending};
use crate::domain::account::{Device, OpenSession, fields, rows, session};
use crate::entity::user;
use crate::entity::word::CodePurpose;
use crate::kernel::error::{Code, Failure, Refusal};

/// Proves an address by the code that was mailed there. A new account comes to be with it, and a session is
/// opened; where it is a new address of the viewer's, that takes the place of the old one, and they have their
/// session.
///
/// # Errors
/// INVALID of the address; INVALID_CODE; TOO_MANY_ATTEMPTS; ACCOUNT_DISABLED.
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
    let transaction = core.db.begin().await?;
    let verdict = code::attempt(core, &transaction, CodePurpose::SignUp, &email_key, code).await?;
    let outcome = match verdict {
        Verdict::Right => owner(core, &transaction, &email_key).await,
        Verdict::Wrong | Verdict::TooMany => {
            Err(verdict.refusal().unwrap_or_else(code::invalid).into())
        }
    };
    match outcome {
        Ok(user) => {
            let session = session::open(core, &transaction, user, device).await?;
            transaction.commit().await?;
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

/// The account of a proved address: a new one, or one that was made while addresses were not proved.
async fn owner(
    core: &Core,
    on: &DatabaseTransaction,
    email_key: &str,
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
        return Checked::from(waiting).insert(core, on, true).await;
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
    row.email_verified_at = Some(now);
    row.updated_at = now;
    Ok(row.into_active_model().reset_all().update(on).await?)
}

/// Has another code mailed, if the address waits for one: once a minute at most. It never tells.
///
/// # Errors
/// INVALID where it is no address.
pub async fn resend_verification(core: &Core, viewer: &Viewer, email: &str) -> Result<(), Failure> {
    let email_key = fields::email_key(&fields::email(email)?);
    let mut asked = None;
    if let Some(person) = viewer.person() {
        let is_asked = new_address::is_asked(core, person, &email_key).await?;
        asked = is_asked.then_some(person.user.id);
    }
    let transaction = core.db.begin().await?;
    if let Some(user) = asked {
        new_address::send(core, &transaction, user, &email_key).await?;
    } else if let Some(id) =
        code::issue(core, &transaction, CodePurpose::SignUp, &email_key).await?
    {
        enqueue(core, &transaction, id, true).await?;
    }
    transaction.commit().await?;
    core.jobs.wake();
    Ok(())
}
