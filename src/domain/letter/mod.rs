//! Letters that notifications become: what they say once their turn comes, with tickets and calendars.
//!
//! A letter is written when it is sent, and tells what holds then: seats that were given back since have no
//! tickets to mail, and of several changes of one event the last is told. `None` is nothing to say, to who
//! wants no mail or of what has passed.

mod still_true;
mod write;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

pub use write::write;

/// A letter, ready to be put into its text.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// The address.
    pub to: String,
    /// Its texts are `NAME.txt` and `NAME.html`.
    pub name: &'static str,
    /// The values that they name.
    pub values: Value,
    /// The codes of tickets that go along as pictures, the first of them where there are many.
    pub codes: Vec<String>,
    /// The event for the person's calendar (RFC 5545).
    pub calendar: Option<String>,
    /// Where one post ends all mail of this kind (RFC 8058).
    pub unsubscribe: String,
}

/// The values of a letter of notifications.
#[derive(Debug, Serialize)]
struct Values<'a> {
    username: &'a str,
    subject: String,
    messages: Vec<&'a str>,
    codes: Vec<&'a str>,
    /// How many of the codes have a picture.
    pictures: usize,
}

/// The instant at which a letter is written.
type Now = DateTime<Utc>;
