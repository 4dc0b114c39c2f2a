//! What mutations on accounts take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::domain::account::{AccountChange, NewAccount, ProfileChange};
use crate::entity::word;
use crate::graphql::account::Role;
use crate::graphql::patch::{cleared, kept};
use crate::graphql::scalar::TimeZone;
use crate::kernel::error::{Failure, Refusals};

/// What somebody signs up with.
#[derive(InputObject)]
pub struct SignUpInput {
    /// Where mail goes; unique without regard to case.
    email: String,
    /// 2 to 32 letters, digits, dots, underscores and hyphens, unique without regard to case. Made from
    /// the email's first part where left out. Where the address has to be proved first, nobody has the name
    /// before that: if somebody else got it meanwhile, the account gets it with a number behind it.
    username: Option<String>,
    /// 8 to 128 characters, not too easily guessed.
    #[graphql(secret)]
    password: String,
    /// Given name.
    first_name: Option<String>,
    /// Family name.
    last_name: Option<String>,
    /// ORGANIZER only where the server's sign-up policy lets people choose it; never STAFF or ADMIN.
    #[graphql(default_with = "Some(Role::Attendee)")]
    role: Option<Role>,
    /// UTC where left out.
    time_zone: Option<TimeZone>,
}

/// What somebody signs in with.
#[derive(InputObject)]
pub struct SignInInput {
    /// A username or an email address.
    pub(super) login: String,
    /// The account's password.
    #[graphql(secret)]
    pub(super) password: String,
}

/// What a session is refreshed with.
#[derive(InputObject)]
pub struct RefreshSessionInput {
    /// The session's newest refresh token.
    #[graphql(secret)]
    pub(super) refresh_token: String,
}

/// The old password and the new.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password until now.
    #[graphql(secret)]
    pub(super) current_password: String,
    /// 8 to 128 characters, not too easily guessed.
    #[graphql(secret)]
    pub(super) new_password: String,
}

/// What to change of one's own account; a field left out stays as it is.
#[derive(InputObject)]
pub struct UpdateProfileInput {
    /// 2 to 32 letters, digits, dots, underscores and hyphens, unique without regard to case.
    username: MaybeUndefined<String>,
    /// Where mail goes; unique without regard to case.
    email: MaybeUndefined<String>,
    /// Given name; null clears it.
    first_name: MaybeUndefined<String>,
    /// Family name; null clears it.
    last_name: MaybeUndefined<String>,
    /// Where the person's clocks are.
    time_zone: MaybeUndefined<TimeZone>,
}

/// What an admin makes an account from.
#[derive(InputObject)]
pub struct CreateUserInput {
    /// Where mail goes; unique without regard to case.
    email: String,
    /// Made from the email's first part where left out.
    username: Option<String>,
    /// 8 to 128 characters, not too easily guessed.
    #[graphql(secret)]
    password: String,
    /// Given name.
    first_name: Option<String>,
    /// Family name.
    last_name: Option<String>,
    /// What the person may do on the whole server.
    role: Role,
}

/// What an admin changes of an account; a field left out stays as it is.
#[derive(InputObject)]
pub struct UpdateUserInput {
    /// Whose account.
    pub(super) id: ID,
    /// Where mail goes; unique without regard to case.
    email: MaybeUndefined<String>,
    /// 2 to 32 letters, digits, dots, underscores and hyphens, unique without regard to case.
    username: MaybeUndefined<String>,
    /// A new password; ends every session of the account.
    #[graphql(secret)]
    password: MaybeUndefined<String>,
    /// Given name; null clears it.
    first_name: MaybeUndefined<String>,
    /// Family name; null clears it.
    last_name: MaybeUndefined<String>,
    /// What the person may do on the whole server.
    role: MaybeUndefined<Role>,
    /// False ends every session of the account and lets nobody sign in to it.
    is_active: MaybeUndefined<bool>,
}

/// Whose account to erase.
#[derive(InputObject)]
pub struct DeleteUserInput {
    /// Whose account.
    pub(super) id: ID,
}

impl From<SignUpInput> for NewAccount {
    fn from(input: SignUpInput) -> Self {
        Self {
            email: input.email,
            username: input.username,
            password: input.password,
            first_name: input.first_name,
            last_name: input.last_name,
            role: input.role.map_or(word::Role::Attendee, Into::into),
            time_zone: input.time_zone.map(|zone| zone.0),
        }
    }
}

impl From<CreateUserInput> for NewAccount {
    fn from(input: CreateUserInput) -> Self {
        Self {
            email: input.email,
            username: input.username,
            password: input.password,
            first_name: input.first_name,
            last_name: input.last_name,
            role: input.role.into(),
            time_zone: None,
        }
    }
}

impl TryFrom<UpdateProfileInput> for ProfileChange {
    type Error = Failure;

    fn try_from(input: UpdateProfileInput) -> Result<Self, Failure> {
        let mut refusals = Refusals::default();
        let change = Self {
            username: kept(&mut refusals, "username", input.username),
            email: kept(&mut refusals, "email", input.email),
            first_name: cleared(input.first_name),
            last_name: cleared(input.last_name),
            time_zone: kept(&mut refusals, "timeZone", input.time_zone).map(|zone| zone.0),
        };
        refusals.finish()?;
        Ok(change)
    }
}

impl TryFrom<UpdateUserInput> for AccountChange {
    type Error = Failure;

    fn try_from(input: UpdateUserInput) -> Result<Self, Failure> {
        let mut refusals = Refusals::default();
        let profile = ProfileChange {
            username: kept(&mut refusals, "username", input.username),
            email: kept(&mut refusals, "email", input.email),
            first_name: cleared(input.first_name),
            last_name: cleared(input.last_name),
            time_zone: None,
        };
        let change = Self {
            profile,
            password: kept(&mut refusals, "password", input.password),
            role: kept(&mut refusals, "role", input.role).map(Into::into),
            is_active: kept(&mut refusals, "isActive", input.is_active),
        };
        refusals.finish()?;
        Ok(change)
    }
}
