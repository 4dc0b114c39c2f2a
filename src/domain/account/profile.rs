//! What a person changes of themself, and an admin of others.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::domain::account::{fields, rows};
use crate::entity::user;
use crate::kernel::error::{Failure, Refusals};

/// What to change; what is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// Unique without regard to case.
    pub username: Option<String>,
    /// Unique without regard to case.
    pub email: Option<String>,
    /// Empty for none.
    pub first_name: Option<String>,
    /// Empty for none.
    pub last_name: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
}

impl ProfileChange {
    /// The change with every field checked and in its stored form.
    pub(super) fn check(self, refusals: &mut Refusals) -> Self {
        let mut check = |value: Option<String>, rule: &dyn Fn(&str) -> _| {
            value.and_then(|value| refusals.check(rule(&value)))
        };
        Self {
            username: check(self.username, &fields::username),
            email: check(self.email, &fields::email),
            first_name: check(self.first_name, &|text| fields::person_name("firstName", text)),
            last_name: check(self.last_name, &|text| fields::person_name("lastName", text)),
            time_zone: check(self.time_zone, &fields::time_zone),
        }
    }

    /// Writes the change into a locked row. A new address counts as proved since `proved_at`, or as
    /// not proved.
    ///
    /// # Errors
    /// TAKEN where another account has the address or the username.
    pub(super) async fn apply(
        self,
        on: &impl ConnectionTrait,
        row: &mut user::Model,
        proved_at: Option<DateTime<Utc>>,
    ) -> Result<(), Failure> {
        let email_key = self.email.as_deref().map(fields::email_key);
        let username_key = self.username.as_deref().map(fields::username_key);
        rows::refuse_taken(on, Some(row.id), email_key.as_deref(), username_key.as_deref()).await?;
        if let Some(key) = email_key.filter(|key| *key != row.email_key) {
            row.email_key = key;
            row.email_verified_at = proved_at;
        }
        if let Some(key) = username_key {
            row.username_key = key;
        }
        let set = |field: &mut String, value: Option<String>| {
            if let Some(value) = value {
                *field = value;
            }
        };
        set(&mut row.email, self.email);
        set(&mut row.username, self.username);
        set(&mut row.first_name, self.first_name);
        set(&mut row.last_name, self.last_name);
        set(&mut row.time_zone, self.time_zone);
        row.search_key =
            fields::search_key(&row.username, &row.email, &row.first_name, &row.last_name);
        Ok(())
    }
}
