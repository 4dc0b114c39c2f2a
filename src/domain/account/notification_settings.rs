//! What a person wants to be told.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::account::rows;
use crate::entity::user;
use crate::kernel::error::Failure;

/// What to change; what is `None` stays as it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct NotificationChange {
    /// Whether notifications are mailed too.
    pub email: Option<bool>,
    /// Whether the reminders before events are mailed too.
    pub reminders: Option<bool>,
}

/// Changes what the person is told.
///
/// # Errors
/// [`Failure::Unauthenticated`] where the account ended meanwhile.
pub async fn update_notification_settings(
    core: &Core,
    person: &SignedIn,
    change: NotificationChange,
) -> Result<user::Model, Failure> {
    let transaction = core.db.begin().await?;
    let row = rows::lock(&transaction, person.user.id).await?.ok_or(Failure::Unauthenticated)?;
    let (email, reminders) = (row.notify_by_email, row.notify_reminders);
    let mut row = row.into_active_model();
    row.notify_by_email = Set(change.email.unwrap_or(email));
    row.notify_reminders = Set(change.reminders.unwrap_or(reminders));
    row.updated_at = Set(core.clock.now());
    let row = row.update(&transaction).await?;
    transaction.commit().await?;
    Ok(row)
}
