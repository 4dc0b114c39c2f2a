//! What a person is called.

use crate::entity::user;

/// What an erased account is called.
const ERASED: &str = "Deleted account";

/// First and last name where given, else the username.
#[must_use]
pub fn display_name(row: &user::Model) -> String {
    if row.erased_at.is_some() {
        return ERASED.to_owned();
    }
    let names = [row.first_name.as_str(), row.last_name.as_str()].join(" ");
    let names = names.trim();
    if names.is_empty() { row.username.clone() } else { names.to_owned() }
}
