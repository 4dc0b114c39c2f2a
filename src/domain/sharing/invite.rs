//! The mail to an address that an event was shared with.
//!
//! Sharing looks no account up (decision 0020), and so it writes the same job for each address. Whether
//! somebody wants the mail is found out when it goes out, and told to nobody.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::job::{self, Ask, Job, Planned};
use crate::domain::notification::{message, unsubscribe};
use crate::domain::throttle::{self, Attempt, Taken};
use crate::entity::{event, event_invitation, user};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// The job that mails an invitation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Invite {
    event: Uuid,
    email_key: String,
}

impl Job for Invite {
    const KIND: &'static str = "invite";
}

/// An invitation, ready to be put into its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLetter {
    /// The address, as it was typed.
    pub to: String,
    /// The values that its text names.
    pub values: Value,
    /// Where one post ends invitations to the address.
    pub unsubscribe: String,
}

/// Takes from the inviter's allowance for each of so many addresses, or for none.
///
/// # Errors
/// [`Failure::RateLimited`] where it does not suffice.
pub(super) async fn take(
    core: &Core,
    inviter: &SignedIn,
    addresses: usize,
) -> Result<Vec<Taken>, Failure> {
    let account = inviter.user.id.to_string();
    let attempt =
        Attempt { rule: &throttle::INVITE, account: &account, address: None, is_at_home: false };
    let mut taken = Vec::with_capacity(addresses);
    for _ in 0..addresses {
        match attempt.take(core).await {
            Ok(one) => taken.push(one),
            Err(failure) => {
                give_back(core, taken).await?;
                return Err(failure);
            }
        }
    }
    Ok(taken)
}

/// Gives back what was taken for mails that are not sent.
pub(super) async fn give_back(core: &Core, taken: Vec<Taken>) -> Result<(), Failure> {
    if taken.is_empty() {
        return Ok(());
    }
    let on = core.db.begin().await?;
    for one in taken {
        one.give_back(&on).await?;
    }
    Ok(on.commit().await?)
}

/// Plans the mail to an invited address.
pub(super) fn plan(core: &Core, event: EventId, email_key: &str) -> Result<Planned, Failure> {
    let invite = Invite { event: event.0, email_key: email_key.to_owned() };
    job::plan(core.clock.now(), &*core.random, &invite, Ask::default())
}

/// The letter to an invited address; `None` where the invitation was taken back meanwhile or the event is
/// gone, and where whoever has the address wants no such mail.
///
/// # Errors
/// As any query.
pub async fn letter(core: &Core, asked: &Invite) -> Result<Option<InvitationLetter>, Failure> {
    let on = core.db.read();
    let key = (EventId(asked.event), asked.email_key.clone());
    let invitation = event_invitation::Entity::find_by_id(key).one(on).await?;
    let Some(invitation) = invitation.filter(|row| !row.is_void) else { return Ok(None) };
    let event = event::Entity::find_by_id(invitation.event_id).one(on).await?;
    let Some(event) = event.filter(|row| row.deleted_at.is_none()) else { return Ok(None) };
    let inviter = user::Entity::find_by_id(invitation.invited_by).one(on).await?;
    let Some(inviter) = inviter.filter(|row| row.erased_at.is_none()) else { return Ok(None) };
    if unsubscribe::is_muted(core, &asked.email_key).await? || has_it_off(core, asked).await? {
        return Ok(None);
    }
    let values = json!({
        "title": event.title,
        "when": message::place_and_time(&event),
        "may": message::may(invitation.role),
        "inviter": inviter.username,
    });
    let unsubscribe = unsubscribe::address_for_invited(core, &asked.email_key);
    Ok(Some(InvitationLetter { to: invitation.email, values, unsubscribe }))
}

/// Whether the address is proved to be that of somebody who wants no mail.
async fn has_it_off(core: &Core, asked: &Invite) -> Result<bool, Failure> {
    let found = user::Entity::find().filter(user::Column::EmailKey.eq(asked.email_key.as_str()));
    let person = found.one(core.db.read()).await?;
    Ok(person.is_some_and(|person| person.email_verified_at.is_some() && !person.notify_by_email))
}
