//! What mutations on one's own sessions, settings and data take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::domain::account::NotificationChange;
use crate::graphql::patch::kept;
use crate::kernel::error::{Failure, Refusals};

/// Which session to end.
#[derive(InputObject)]
pub struct RevokeSessionInput {
    /// One of the viewer's own.
    pub(super) session_id: ID,
}

/// What to be told; a field left out stays as it is.
#[derive(InputObject)]
pub struct UpdateNotificationSettingsInput {
    /// Whether notifications are mailed too.
    email: MaybeUndefined<bool>,
    /// Whether the reminders before events are mailed too; they are among the notifications in any case.
    reminders: MaybeUndefined<bool>,
}

/// The viewer's password, so that nobody else erases the account from a device left open.
#[derive(InputObject)]
pub struct DeleteAccountInput {
    /// The account's password.
    #[graphql(secret)]
    pub(super) password: String,
}

impl TryFrom<UpdateNotificationSettingsInput> for NotificationChange {
    type Error = Failure;

    fn try_from(input: UpdateNotificationSettingsInput) -> Result<Self, Failure> {
        let mut refusals = Refusals::default();
        let change = Self {
            email: kept(&mut refusals, "email", input.email),
            reminders: kept(&mut refusals, "reminders", input.reminders),
        };
        refusals.finish()?;
        Ok(change)
    }
}
