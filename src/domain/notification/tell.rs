//! Telling people, in the transaction of what they are told of.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::domain::Core;
use crate::domain::job;
use crate::domain::notification::kind::{can_wait, is_mailed};
use crate::domain::notification::{post, rows};
use crate::entity::word::NotificationKind;
use crate::entity::{notification, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, NotificationId, RegistrationId, UserId};
use crate::kernel::random::Random;

/// What one person is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Whom.
    pub person: UserId,
    /// What of.
    pub kind: NotificationKind,
    /// Of which event.
    pub event: Option<EventId>,
    /// Of which registration of theirs.
    pub registration: Option<RegistrationId>,
    /// In words; see [`message`](super::message).
    pub message: String,
}

/// When something is told, with what chance ids are made, and what is known of the people.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// When.
    pub now: DateTime<Utc>,
    /// For ids.
    pub random: &'a dyn Random,
    /// Some of the people, where the caller has them: those who want no mail cost no job.
    pub known: &'a [user::Model],
}

impl<'a> Told<'a> {
    /// At `now`, where nothing is known of the people.
    #[must_use]
    pub fn at(core: &'a Core, now: DateTime<Utc>) -> Self {
        Self { now, random: &*core.random, known: &[] }
    }

    /// Whether it may be mailed, as far as is known here.
    fn may_be_mailed(&self, kind: NotificationKind, person: UserId) -> bool {
        let known = self.known.iter().find(|known| known.id == person);
        known.is_none_or(|known| is_mailed(kind, known))
    }
}

/// Writes `notes`, and asks for their mail: a statement for all rows, and one for a job that makes the mails
/// of them, however many there are. Those for one person stand in their list in the order given here.
///
/// # Errors
/// As any statement.
pub async fn tell(
    on: &impl ConnectionTrait,
    told: Told<'_>,
    notes: Vec<Note>,
) -> Result<(), Failure> {
    if notes.is_empty() {
        return Ok(());
    }
    let mut ids: Vec<NotificationId> =
        notes.iter().map(|_| NotificationId::new(told.now, told.random)).collect();
    ids.sort_unstable();
    let write = |(note, id): (Note, NotificationId)| notification::Model {
        user_id: note.person,
        id,
        kind: note.kind,
        event_id: note.event,
        registration_id: note.registration,
        message: note.message,
        created_at: told.now,
        read_at: None,
        awaits_mail: can_wait(note.kind) && told.may_be_mailed(note.kind, note.person),
    };
    let written: Vec<notification::Model> = notes.into_iter().zip(ids).map(write).collect();
    let new = rows::insert(on, &written).await?;
    let mailed = new.into_iter().filter(|row| told.may_be_mailed(row.kind, row.user_id));
    let planned = post::plan(told.now, told.random, mailed)?;
    job::enqueue_all(on, planned).await
}
