//! Asking for mail: a letter is posted in the transaction that causes it, and goes out after the commit or, where
//! that does not come to be, never.
//!
//! To add a letter: a struct with [`Letter`] in its feature's folder, and its texts in `mail/templates/`.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use crate::domain::Core;
use crate::domain::job::{self, Ask, Job};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// What a mail says: the values that its texts name.
pub trait Letter: Serialize {
    /// Its texts are `NAME.txt` and `NAME.html`.
    const NAME: &'static str;
}

/// The job that sends a letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendLetter {
    /// The address.
    pub to: String,
    /// The letter's name.
    pub letter: String,
    /// Its values.
    pub values: serde_json::Value,
}

impl Job for SendLetter {
    const KIND: &'static str = "mail";
}

/// Whom a letter goes to.
#[derive(Debug, Clone, Copy)]
pub struct Addressee<'a> {
    /// The address.
    pub address: &'a str,
    /// Whose account it is about, where it is: with the account the letter is erased.
    pub person: Option<UserId>,
}

/// Posts `letter` in the open transaction.
///
/// # Errors
/// As any query.
pub async fn post<L: Letter>(
    core: &Core,
    on: &impl ConnectionTrait,
    to: Addressee<'_>,
    letter: &L,
) -> Result<(), Failure> {
    let values = serde_json::to_value(letter).map_err(Failure::internal)?;
    let send = SendLetter { to: to.address.to_owned(), letter: L::NAME.to_owned(), values };
    let ask = Ask { person: to.person, ..Ask::default() };
    job::enqueue_with(core, on, &send, ask).await.map(drop)
}
