//! Signing in.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::domain::Core;
use crate::domain::account::{Device, OpenSession, by_email, by_username};
use crate::domain::account::{proof, session};
use crate::domain::throttle::{self, Attempt};
use crate::entity::user;
use crate::kernel::error::{Code, Failure, Refusal};

/// Longer than any login or password: not worth a look.
const LONGEST: usize = 256;

/// Opens a session for whoever knows the password of `login`, a username or an address.
///
/// # Errors
/// INVALID_CREDENTIALS, told alike and in like time whether or not the login is known;
/// ACCOUNT_DISABLED and EMAIL_NOT_VERIFIED, told to who knows the password only; [`Failure::RateLimited`] after
/// too many that failed, be this one right or wrong.
pub async fn sign_in(
    core: &Core,
    login: &str,
    password: &str,
    device: Device,
) -> Result<OpenSession, Failure> {
    let login = login.trim();
    let is_long = |text: &str| text.chars().count() > LONGEST;
    if is_long(login) || is_long(password) || login.chars().any(char::is_control) {
        return Err(wrong());
    }
    let known = if login.contains('@') {
        by_email(core, login).await?
    } else {
        by_username(core, login).await?
    };
    let owner = known.as_ref().map(|user| user.id);
    let attempt = Attempt {
        rule: &throttle::SIGN_IN,
        // As it was typed: were the two logins of one account counted together, the count would tell whose
        // address belongs to whose username.
        account: &login.to_lowercase(),
        address: device.ip_address.as_deref(),
        is_at_home: session::was_at(core, owner, device.ip_address.as_deref()).await?,
    };
    let taken = attempt.take(core).await?;
    let hash = known.as_ref().map(|user| user.password_hash.as_str());
    let is_right = core.passwords.verify(password, hash).await?;
    let Some(known) = known.filter(|_| is_right) else {
        return Err(unknown(core, login, password).await?);
    };

    let transaction = core.db.begin().await?;
    // The lock parts this from a change of the password or the account in the same moment: either it
    // sees this session and ends it, or this sees the change.
    let user = user::Entity::find_by_id(known.id)
        .filter(user::Column::PasswordHash.eq(known.password_hash))
        .lock_shared()
        .one(&transaction)
        .await?
        .ok_or_else(wrong)?;
    if !user.is_active {
        let message = "This account was disabled.";
        return Err(Refusal::new(Code::AccountDisabled, "", message).into());
    }
    if core.account_rules.proves_addresses() && user.email_verified_at.is_none() {
        return Err(unproved());
    }
    let session = session::open(core, &transaction, user, device).await?;
    taken.give_back(&transaction).await?;
    transaction.commit().await?;
    Ok(session)
}

/// What is said where the login is no account's, or the password is not that account's: it may be that of a
/// sign-up whose address is not proved. It costs one hash more whether or not there is one; and there may be one
/// for the address of an account, too, so that nothing is learned of that.
async fn unknown(core: &Core, login: &str, password: &str) -> Result<Failure, Failure> {
    if !core.account_rules.proves_addresses() {
        return Ok(wrong());
    }
    let waiting = proof::pending_by_login(core, login).await?;
    let hash = waiting.as_ref().map(|row| row.password_hash.as_str());
    let is_right = core.passwords.verify(password, hash).await?;
    Ok(if is_right { unproved() } else { wrong() })
}

fn unproved() -> Failure {
    let message = "Enter the code that was mailed to you first, or ask for another.";
    Refusal::new(Code::EmailNotVerified, "", message).into()
}

fn wrong() -> Failure {
    Refusal::new(Code::InvalidCredentials, "", "The login or the password is wrong.").into()
}
