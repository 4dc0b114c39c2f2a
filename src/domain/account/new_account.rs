//! What sign-up and the making of users by admins share.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};

use crate::domain::Core;
use crate::domain::account::password::NO_PASSWORD;
use crate::domain::account::{fields, rows, username};
use crate::entity::word::Role;
use crate::entity::{pending_sign_up, user};
use crate::kernel::error::{Failure, Refusals};
use crate::kernel::id::UserId;

/// What an account is made from.
#[derive(Clone)]
pub struct NewAccount {
    /// Where mail goes; unique without regard to case.
    pub email: String,
    /// Made from the address where left out.
    pub username: Option<String>,
    /// 8 to 128 characters.
    pub password: String,
    /// May be left out.
    pub first_name: Option<String>,
    /// May be left out.
    pub last_name: Option<String>,
    /// What the person may do on the whole server.
    pub role: Role,
    /// IANA name; UTC where left out.
    pub time_zone: Option<String>,
}

/// An account that keeps every rule which can be told without the other accounts.
pub(super) struct Checked {
    email: String,
    /// The one that was asked for: nobody else may have it.
    username: Option<String>,
    /// The one that would be liked: somebody else may have it by now, and then it gets a number.
    wish: Option<String>,
    password_hash: String,
    first_name: String,
    last_name: String,
    role: Role,
    time_zone: String,
}

impl NewAccount {
    /// Checks every field, adding to `refusals`, and hashes the password.
    pub(super) async fn check(
        self,
        core: &Core,
        mut refusals: Refusals,
    ) -> Result<Checked, Failure> {
        let hints = vec![self.username.clone().unwrap_or_default(), self.email.clone()];
        let email = refusals.check(fields::email(&self.email));
        let username = self.username.map(|name| refusals.check(fields::username(&name)));
        let hash = match refusals.check(fields::password("password", &self.password)) {
            Some(()) => core.passwords.hash(&*core.random, &self.password, short(hints)).await?,
            None => Some(String::new()),
        };
        let password_hash = refusals.check(hash.ok_or_else(|| fields::guessable("password")));
        let first_name = self.first_name.unwrap_or_default();
        let first_name = refusals.check(fields::person_name("firstName", &first_name));
        let last_name = self.last_name.unwrap_or_default();
        let last_name = refusals.check(fields::person_name("lastName", &last_name));
        let time_zone = self.time_zone.unwrap_or_else(|| "UTC".to_owned());
        let time_zone = refusals.check(fields::time_zone(&time_zone));
        refusals.finish()?;
        match (email, password_hash, first_name, last_name, time_zone) {
            (
                Some(email),
                Some(password_hash),
                Some(first_name),
                Some(last_name),
                Some(time_zone),
            ) => {
                let (username, role) = (username.flatten(), self.role);
                Ok(Checked {
                    email,
                    username,
                    wish: None,
                    password_hash,
                    first_name,
                    last_name,
                    role,
                    time_zone,
                })
            }
            _ => Err(Failure::Refused(Vec::new())),
        }
    }
}

/// Hints that are longer than any address could make judging slow.
fn short(hints: Vec<String>) -> Vec<String> {
    hints.into_iter().filter(|hint| hint.len() <= 254).collect()
}

impl From<pending_sign_up::Model> for Checked {
    /// The account of a sign-up whose address was proved.
    fn from(row: pending_sign_up::Model) -> Self {
        let password_hash =
            if row.is_contested { NO_PASSWORD.to_owned() } else { row.password_hash };
        Self {
            email: row.email,
            username: None,
            wish: row.username,
            password_hash,
            first_name: row.first_name,
            last_name: row.last_name,
            role: row.role,
            time_zone: row.time_zone,
        }
    }
}

impl Checked {
    /// The account while its address is not proved.
    pub(super) fn pending(&self, now: DateTime<Utc>) -> pending_sign_up::Model {
        pending_sign_up::Model {
            email_key: fields::email_key(&self.email),
            email: self.email.clone(),
            username_key: self.username.as_deref().map(fields::username_key),
            username: self.username.clone(),
            password_hash: self.password_hash.clone(),
            is_contested: false,
            is_told: false,
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            role: self.role,
            time_zone: self.time_zone.clone(),
            created_at: now,
        }
    }

    /// Makes the account.
    ///
    /// # Errors
    /// TAKEN where another account has the address or the username that was asked for.
    pub(super) async fn insert(
        self,
        core: &Core,
        on: &impl ConnectionTrait,
        is_verified: bool,
    ) -> Result<user::Model, Failure> {
        let email_key = fields::email_key(&self.email);
        let asked_key = self.username.as_deref().map(fields::username_key);
        rows::refuse_taken(on, None, Some(&email_key), asked_key.as_deref()).await?;
        let base = self.username.clone().or_else(|| self.wish.clone());
        let base = base.unwrap_or_else(|| username::from_email(&self.email));
        for attempt in 0..username::ATTEMPTS {
            let row =
                self.row(core, username::candidate(&base, attempt, &*core.random), is_verified);
            // A name that is taken must not break the transaction: another is tried in it.
            let made = user::Entity::insert(row.clone().into_active_model().reset_all())
                .on_conflict(OnConflict::new().do_nothing().to_owned())
                .exec_without_returning(on)
                .await?;
            if made > 0 {
                return Ok(row);
            }
            rows::refuse_taken(on, None, Some(&email_key), asked_key.as_deref()).await?;
        }
        Err(fields::taken("username").into())
    }

    fn row(&self, core: &Core, username: String, is_verified: bool) -> user::Model {
        let now = core.clock.now();
        user::Model {
            id: UserId::new(now, &*core.random),
            username_key: fields::username_key(&username),
            email_key: fields::email_key(&self.email),
            email_verified_at: is_verified.then_some(now),
            search_key: fields::search_key(
                &username,
                &self.email,
                &self.first_name,
                &self.last_name,
            ),
            username,
            email: self.email.clone(),
            password_hash: self.password_hash.clone(),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            role: self.role,
            time_zone: self.time_zone.clone(),
            is_active: true,
            notify_by_email: true,
            notify_reminders: true,
            created_at: now,
            updated_at: now,
            calendar_feed: 0,
            erased_at: None,
        }
    }
}
