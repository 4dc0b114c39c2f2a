//! Erasing an account: the row stays for what others count, without anything of the person.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QuerySelect,
};

use crate::domain::Core;
use crate::domain::account::password::NO_PASSWORD;
use crate::domain::account::{fields, proof};
use crate::domain::{audit, job};
use crate::domain::{feedback, notification, registration};
use crate::entity::word::EventStatus;
use crate::entity::{event, event_collaborator, event_invitation, session, user};
use crate::kernel::error::{Code, Failure, Refusal};

/// How much of the id the username of an erased account shows.
const TAIL: usize = 12;

/// Erases a locked account, gives the person's coming seats free and takes back what was shared with
/// them, by name or by address. An invitation to their address, which its sender typed, stays with the
/// sender as that of an address which nobody has: were it to go, it would tell that there was an account
/// (`docs/decisions/0020`).
///
/// # Errors
/// IN_USE while they organize coming events.
pub(super) async fn erase(
    core: &Core,
    on: &DatabaseTransaction,
    user: user::Model,
) -> Result<(), Failure> {
    let now = core.clock.now();
    refuse_organizer(on, &user, now).await?;
    registration::withdraw_person(core, on, user.id).await?;
    feedback::withdraw_words(on, user.id).await?;
    event_collaborator::Entity::delete_many()
        .filter(event_collaborator::Column::UserId.eq(user.id))
        .exec(on)
        .await?;
    // To an address that is not known to be theirs somebody else may be invited.
    if core.account_rules.counts_address(&user) {
        event_invitation::Entity::update_many()
            .col_expr(event_invitation::Column::IsVoid, Expr::value(true))
            .filter(event_invitation::Column::EmailKey.eq(user.email_key.as_str()))
            .exec(on)
            .await?;
    }
    // After the seats are given back under the locks of their events: what is told until then is there to go.
    notification::forget_person(on, user.id).await?;
    audit::forget_person(on, user.id).await?;
    proof::forget(on, &user).await?;
    job::forget_person(on, user.id).await?;
    session::Entity::delete_many().filter(session::Column::UserId.eq(user.id)).exec(on).await?;
    blank(user, now).into_active_model().reset_all().update(on).await?;
    Ok(())
}

async fn refuse_organizer(
    on: &DatabaseTransaction,
    user: &user::Model,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let coming = event::Entity::find()
        .filter(event::Column::OrganizerId.eq(user.id))
        .filter(event::Column::EndsAt.gt(now))
        .filter(event::Column::Status.ne(EventStatus::Cancelled))
        .filter(event::Column::DeletedAt.is_null())
        .limit(1)
        .one(on)
        .await?;
    if coming.is_none() {
        return Ok(());
    }
    let message = "This account organizes coming events; transfer or cancel them first.";
    Err(Refusal::new(Code::InUse, "", message).into())
}

/// The row without the person.
fn blank(user: user::Model, now: DateTime<Utc>) -> user::Model {
    let id = user.id.to_string();
    let tail = id.get(id.len().saturating_sub(TAIL)..).unwrap_or(&id);
    let username = format!("{}{tail}", fields::ERASED);
    let email = format!("deleted-{id}@invalid");
    user::Model {
        username_key: fields::username_key(&username),
        email_key: fields::email_key(&email),
        username,
        email,
        email_verified_at: None,
        password_hash: NO_PASSWORD.to_owned(),
        first_name: String::new(),
        last_name: String::new(),
        search_key: String::new(),
        time_zone: "UTC".to_owned(),
        is_active: false,
        notify_by_email: true,
        notify_reminders: true,
        updated_at: now,
        erased_at: Some(now),
        ..user
    }
}
