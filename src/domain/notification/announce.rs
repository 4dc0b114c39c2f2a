//! Telling all registrants of an event, those in line too, of what happened to it.
//!
//! Whoever was active at the change is told, though they may cancel before their turn comes; whoever joins
//! later is not. Both are told apart by the versions of the event between which a registration was active:
//! they move under the event's lock, as the change itself. The transaction that causes it writes the first
//! step, so that a small event is told at once and a large one costs the request no more; a job writes the
//! others, each with the next one's job in its own transaction.
//!
//! A step takes those in line first, then those with seats, then those who gave theirs up: a registration
//! only ever moves on in that order, so none is passed over. One that is met twice is told once, since its
//! notification has an id that is made of the cause and the person.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::domain::Core;
use crate::domain::job::{self, Ask, Job, Planned};
use crate::domain::notification::registrants::{self, Place};
use crate::domain::notification::{kind, message, post, rows};
use crate::entity::registration::Column;
use crate::entity::word::{EventStatus, NotificationKind, RegistrationStatus};
use crate::entity::{event, notification, registration, user};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, NotificationId, UserId};
use crate::kernel::seats::Seats;

/// Registrants that the transaction of the cause tells itself.
const AT_ONCE: u64 = 128;
/// Registrants of one step of the job.
const STEP: u64 = 512;
/// The order in which they are taken.
const ORDER: [RegistrationStatus; 3] =
    [RegistrationStatus::Waitlisted, RegistrationStatus::Registered, RegistrationStatus::Cancelled];

/// The job that tells the registrants of an event, a step at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellRegistrants {
    event: Uuid,
    /// The event's version that the change made.
    version: i32,
    /// Whether it is cancelled; else it has another time or place.
    is_off: bool,
    message: String,
    /// When it happened.
    at: DateTime<Utc>,
    /// What ids are made of.
    cause: Uuid,
    /// How many steps were done.
    step: i32,
    /// The place in [`ORDER`], and the last registration there that was told.
    part: usize,
    after: Option<Place>,
}

impl Job for TellRegistrants {
    const KIND: &'static str = "tell_registrants";
}

/// An event before and after a change.
pub type Change = (event::Model, event::Model);

/// Tells the registrants of events that they will not take place. Those that were over, or cancelled before,
/// are no news.
///
/// # Errors
/// As any statement.
pub async fn cancelled(
    core: &Core,
    on: &impl ConnectionTrait,
    changes: &[Change],
) -> Result<(), Failure> {
    let now = core.clock.now();
    let news = changes.iter().filter_map(|change| {
        let (before, after) = change;
        let is_news = before.status == EventStatus::Published && before.ends_at > now;
        is_news.then(|| TellRegistrants::of(core, now, change, true, message::cancelled(after)))?
    });
    begin(core, on, news.collect()).await
}

/// Tells the registrants of those events that now have another time or place. What is over, before and after,
/// is no news.
///
/// # Errors
/// As any statement.
pub async fn changed(
    core: &Core,
    on: &impl ConnectionTrait,
    changes: &[Change],
) -> Result<(), Failure> {
    let now = core.clock.now();
    let news = changes.iter().filter_map(|change| {
        let (before, after) = change;
        let is_to_come = before.ends_at > now || after.ends_at > now;
        if after.status != EventStatus::Published || !is_to_come {
            return None;
        }
        TellRegistrants::of(core, now, change, false, message::changed(before, after)?)
    });
    begin(core, on, news.collect()).await
}

/// One event is begun at once; of many, each has a job of its own, so that a series of hundreds costs no more.
async fn begin(
    core: &Core,
    on: &impl ConnectionTrait,
    mut news: Vec<TellRegistrants>,
) -> Result<(), Failure> {
    let planned = match (news.pop(), news.is_empty()) {
        (Some(one), true) => step_of(core, on, one, &ORDER[..2], AT_ONCE).await?,
        (Some(last), false) => {
            let all = news.iter().chain([&last]);
            let plan = |one| job::plan(last.at, &*core.random, one, Ask::default());
            all.map(plan).collect::<Result<_, _>>()?
        }
        (None, _) => return Ok(()),
    };
    job::enqueue_all(on, planned).await
}

/// Does one step of the job, and enqueues the next.
///
/// # Errors
/// As any statement.
pub async fn step(
    core: &Core,
    on: &impl ConnectionTrait,
    asked: TellRegistrants,
) -> Result<(), Failure> {
    let planned = step_of(core, on, asked, &ORDER, STEP).await?;
    job::enqueue_all(on, planned).await
}

/// Writes a step of up to `most` notifications, and answers the jobs that are due then: the mails, and the next
/// step where there is one.
async fn step_of(
    core: &Core,
    on: &impl ConnectionTrait,
    mut one: TellRegistrants,
    order: &[RegistrationStatus],
    most: u64,
) -> Result<Vec<Planned>, Failure> {
    let mut found = Vec::new();
    let mut left = most;
    while let Some(status) = order.get(one.part).filter(|_| left > 0) {
        let which = one.was_active();
        let event = EventId(one.event);
        let stretch = registrants::stretch(on, event, *status, which, one.after, left).await?;
        let length = u64::try_from(stretch.len()).unwrap_or(u64::MAX);
        if length < left {
            (one.part, one.after) = (one.part.saturating_add(1), None);
        } else {
            one.after = registrants::end(&stretch);
        }
        left = left.saturating_sub(length);
        found.extend(stretch);
    }
    let (now, random) = (core.clock.now(), &*core.random);
    let written: Vec<notification::Model> =
        found.iter().map(|(row, person)| one.write(row, person)).collect();
    let new = rows::insert_new(on, &written).await?;
    let kind = one.kind();
    let wants = found.iter().filter(|(_, person)| kind::is_mailed(kind, person));
    let wants: HashSet<UserId> = wants.map(|(_, person)| person.id).collect();
    let mailed = new.into_iter().filter(|row| wants.contains(&row.user_id));
    let mut planned = post::plan_mail(now, random, post::turn(now, one.step), mailed)?;
    if left == 0 {
        one.step = one.step.saturating_add(1);
        planned.push(job::plan(now, random, &one, Ask::default())?);
    }
    Ok(planned)
}

impl TellRegistrants {
    /// `None` where there is nobody to tell.
    fn of(
        core: &Core,
        at: DateTime<Utc>,
        (before, after): &Change,
        is_off: bool,
        message: String,
    ) -> Option<Self> {
        if before.waitlisted_count == Seats::NONE && before.registered_count == Seats::NONE {
            return None;
        }
        let mut cause = [0; 16];
        core.random.fill(&mut cause);
        Some(Self {
            event: after.id.0,
            version: after.version,
            is_off,
            message,
            at,
            cause: Uuid::from_bytes(cause),
            step: 0,
            // Nobody is looked for in a line that has nobody.
            part: usize::from(before.waitlisted_count == Seats::NONE),
            after: None,
        })
    }

    fn kind(&self) -> NotificationKind {
        if self.is_off { NotificationKind::EventCancelled } else { NotificationKind::EventChanged }
    }

    /// Whether a registration was active when the event changed.
    fn was_active(&self) -> Condition {
        let is_active = registration::is_active();
        let was_active = Column::LeftVersion.gte(self.version);
        Condition::all()
            .add(Column::EnteredVersion.lt(self.version))
            .add(Condition::any().add(is_active).add(was_active))
    }

    fn write(&self, row: &registration::Model, person: &user::Model) -> notification::Model {
        let kind = self.kind();
        notification::Model {
            user_id: person.id,
            id: self.id_for(person.id),
            kind,
            event_id: Some(row.event_id),
            registration_id: Some(row.id),
            message: self.message.clone(),
            created_at: self.at,
            read_at: None,
            awaits_mail: kind::can_wait(kind) && kind::is_mailed(kind, person),
        }
    }

    /// An id of the time of the cause, and the same each time for one person.
    fn id_for(&self, person: UserId) -> NotificationId {
        let digest = Sha256::new().chain_update(self.cause).chain_update(person.0).finalize();
        let mut bytes = [0; 10];
        bytes.iter_mut().zip(digest).for_each(|(byte, hashed)| *byte = hashed);
        let millis = u64::try_from(self.at.timestamp_millis()).unwrap_or_default();
        NotificationId(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
    }
}
