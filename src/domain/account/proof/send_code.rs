//! The mail with a code: what it says, and whether there is one, is decided when it goes out. Whoever asked for
//! it was answered long before, and alike.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::domain::Core;
use crate::domain::account::by_id;
use crate::domain::account::proof::letters::{
    AddressKnown, NewAddressCode, ResetCode, SignUpCode, VerifyCode,
};
use crate::domain::account::proof::{code, new_address};
use crate::domain::job::{self, Fault, Job};
use crate::domain::mail::Letter;
use crate::entity::word::CodePurpose;
use crate::entity::{one_time_code, pending_sign_up, user};
use crate::kernel::error::Failure;

/// The job that mails a code. It holds neither the code nor an address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendCode {
    /// The row of the code.
    pub code: Uuid,
    /// Asked for again, and not by signing up.
    pub again: bool,
}

impl Job for SendCode {
    const KIND: &'static str = "code";
}

/// A letter about an address.
#[derive(Debug, Clone, PartialEq)]
pub struct CodeLetter {
    /// The address.
    pub to: String,
    /// The letter's name.
    pub letter: &'static str,
    /// Its values.
    pub values: Value,
}

pub(super) async fn enqueue(
    core: &Core,
    on: &impl ConnectionTrait,
    code: Uuid,
    again: bool,
) -> Result<(), Failure> {
    job::enqueue(core, on, &SendCode { code, again }).await
}

/// What is mailed, if anything: nobody hears of a code that was replaced or used, or of an address that means
/// nothing here.
///
/// # Errors
/// [`Fault::GiveUp`] where the code expired before it could be sent.
pub async fn code_letter(core: &Core, asked: &SendCode) -> Result<Option<CodeLetter>, Fault> {
    let row = one_time_code::Entity::find_by_id(asked.code).one(core.db.read()).await?;
    let Some(row) = row.filter(|row| row.issued_at.is_some()) else {
        return Ok(None);
    };
    if row.expires_at <= core.clock.now() {
        return Err(Fault::GiveUp("the code expired before it could be sent".to_owned()));
    }
    let code = core.codes.of(row.id);
    match row.purpose {
        CodePurpose::SignUp => sign_up(core, &row.subject, code, asked.again).await,
        CodePurpose::Reset => reset(core, &row.subject, code).await,
        CodePurpose::NewAddress => new_address(core, &row.subject, code).await,
    }
}

async fn sign_up(
    core: &Core,
    email_key: &str,
    code: String,
    again: bool,
) -> Result<Option<CodeLetter>, Fault> {
    let minutes = code::LIFE.num_minutes();
    let waiting = pending_sign_up::Entity::find_by_id(email_key).one(core.db.read()).await?;
    match account(core, email_key).await? {
        Some(user) if user.email_verified_at.is_some() && again => Ok(None),
        Some(user) if user.email_verified_at.is_some() => known(user),
        // Whoever signs up with the address of an account that never proved it becomes its owner, if the
        // address is theirs; the password of the account and that of the sign-up are then both in doubt.
        Some(user) if waiting.is_some() => {
            letter(user.email, &SignUpCode { code, minutes, contested: true })
        }
        Some(user) => letter(user.email, &VerifyCode { code, minutes, username: user.username }),
        None => match waiting {
            Some(row) => {
                letter(row.email, &SignUpCode { code, minutes, contested: row.is_contested })
            }
            None => Ok(None),
        },
    }
}

async fn reset(core: &Core, email_key: &str, code: String) -> Result<Option<CodeLetter>, Fault> {
    let minutes = code::LIFE.num_minutes();
    match account(core, email_key).await? {
        Some(user) if user.is_active => {
            letter(user.email, &ResetCode { code, minutes, username: user.username })
        }
        _ => Ok(None),
    }
}

async fn new_address(
    core: &Core,
    subject: &str,
    code: String,
) -> Result<Option<CodeLetter>, Fault> {
    let Some(asked) = new_address::of_subject(core, subject).await? else {
        return Ok(None);
    };
    if let Some(user) = account(core, &asked.email_key).await? {
        return known(user);
    }
    let Some(user) = by_id(core, asked.user_id).await? else {
        return Ok(None);
    };
    let minutes = code::LIFE.num_minutes();
    letter(asked.email, &NewAddressCode { code, minutes, username: user.username })
}

async fn account(core: &Core, email_key: &str) -> Result<Option<user::Model>, Failure> {
    let found = user::Entity::find().filter(user::Column::EmailKey.eq(email_key));
    Ok(found.filter(user::Column::ErasedAt.is_null()).one(core.db.read()).await?)
}

fn known(user: user::Model) -> Result<Option<CodeLetter>, Fault> {
    letter(user.email, &AddressKnown { username: user.username })
}

fn letter<L: Letter>(to: String, letter: &L) -> Result<Option<CodeLetter>, Fault> {
    let values = serde_json::to_value(letter).map_err(Failure::internal)?;
    Ok(Some(CodeLetter { to, letter: L::NAME, values }))
}
