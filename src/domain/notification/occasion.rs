//! What the clock brings about: an event starts soon, an event is over.
//!
//! A schedule looks for events whose time has come, marks them under their lock, and a job tells their guests
//! step by step, each once. Whoever gets seats at an event that is marked already is told by the same
//! transaction (`registration::book`): under the lock either one or the other sees them. An event that is moved
//! loses its mark, and when its time comes anew those are told who were not yet.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LockBehavior, LockType, Query};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::job::{self, Ask, Job};
use crate::domain::notification::registrants::{self, Place};
use crate::domain::notification::{kind, message, post, rows};
use crate::entity::event::Column;
use crate::entity::word::{EventStatus, NotificationKind, RegistrationStatus};
use crate::entity::{event, feedback, notification, registration};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, NotificationId};
use crate::kernel::seats::Seats;

/// Events of one look; the next one is seconds away.
const EVENTS: u64 = 512;
/// Guests of one step.
const STEP: u64 = 512;
/// How long after its start an event is still marked: no server may have run when its time came.
const LATE: TimeDelta = TimeDelta::days(7);
/// How long after its end people are still asked how it was.
const STALE: TimeDelta = TimeDelta::days(3);

/// The job that tells the guests of an event, a step at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellGuests {
    event: Uuid,
    occasion: Occasion,
    /// How many steps were done.
    step: i32,
    after: Option<Place>,
}

impl Job for TellGuests {
    const KIND: &'static str = "tell_guests";
}

/// What the clock brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Occasion {
    StartsSoon,
    IsOver,
}

/// Looks for events whose time has come, marks them, and enqueues the jobs that tell their guests. Events that
/// somebody else holds are left for the next look.
///
/// # Errors
/// As any statement.
pub async fn look(core: &Core, on: &impl ConnectionTrait) -> Result<(), Failure> {
    let mut planned = Vec::new();
    for occasion in [Occasion::StartsSoon, Occasion::IsOver] {
        let now = core.clock.now();
        let events = due(core, on, occasion, now).await?;
        let ids: Vec<EventId> = events.iter().map(|event| event.id).collect();
        if ids.is_empty() {
            continue;
        }
        event::Entity::update_many()
            .col_expr(occasion.mark(), Expr::value(now))
            .filter(is_in(Column::Id, &ids))
            .exec(on)
            .await?;
        for event in events {
            let event = occasion.marked(event, now);
            if event.registered_count > Seats::NONE && occasion.holds(&event, now) {
                let tell = TellGuests { event: event.id.0, occasion, step: 0, after: None };
                planned.push(job::plan(now, &*core.random, &tell, Ask::default())?);
            }
        }
    }
    job::enqueue_all(on, planned).await
}

/// The kinds of what guests of `event` are to be told who get their seats at `now`: those that the others were
/// told before.
pub fn standing(
    event: &event::Model,
    now: DateTime<Utc>,
) -> impl Iterator<Item = NotificationKind> {
    let all = [Occasion::StartsSoon, Occasion::IsOver];
    all.into_iter().filter(move |one| one.holds(event, now)).map(Occasion::kind)
}

/// Does one step of the job, and enqueues the next. The event is held, so that it is neither cancelled nor
/// moved meanwhile.
///
/// # Errors
/// As any statement.
pub async fn step(
    core: &Core,
    on: &impl ConnectionTrait,
    mut asked: TellGuests,
) -> Result<(), Failure> {
    let (now, random) = (core.clock.now(), &*core.random);
    let TellGuests { occasion, after, .. } = asked;
    let event = event::Entity::find_by_id(EventId(asked.event)).lock_shared().one(on).await?;
    let Some(event) = event.filter(|event| occasion.holds(event, now)) else { return Ok(()) };
    let status = RegistrationStatus::Registered;
    let guests = registrants::stretch(on, event.id, status, occasion.whom(), after, STEP).await?;
    let kind = occasion.kind();
    let write = |(row, person): &(registration::Model, _)| notification::Model {
        user_id: row.user_id,
        id: NotificationId::new(now, random),
        kind,
        event_id: Some(event.id),
        registration_id: Some(row.id),
        message: message::of_occasion(kind, &event),
        created_at: now,
        read_at: None,
        awaits_mail: kind::is_mailed(kind, person),
    };
    let written: Vec<notification::Model> = guests.iter().map(write).collect();
    let new = rows::insert_new(on, &written).await?;
    let mailed = new.into_iter().filter(|row| row.awaits_mail);
    let mut planned = post::plan_mail(now, random, post::turn(now, asked.step), mailed)?;
    if u64::try_from(guests.len()).is_ok_and(|length| length == STEP) {
        asked.step = asked.step.saturating_add(1);
        asked.after = registrants::end(&guests);
        planned.push(job::plan(now, random, &asked, Ask::default())?);
    }
    job::enqueue_all(on, planned).await
}

async fn due(
    core: &Core,
    on: &impl ConnectionTrait,
    occasion: Occasion,
    now: DateTime<Utc>,
) -> Result<Vec<event::Model>, Failure> {
    let (time, unmarked) = match occasion {
        Occasion::StartsSoon => {
            let time = Condition::all()
                .add(Column::StartsAt.gt(now - LATE))
                .add(Column::StartsAt.lte(now + core.reminder_lead));
            (time, Condition::all().add(Column::RemindedAt.is_null()))
        }
        Occasion::IsOver => {
            let time =
                Condition::all().add(Column::EndsAt.gt(now - STALE)).add(Column::EndsAt.lte(now));
            let unmarked = Condition::all()
                .add(Column::RemindedAt.is_not_null())
                .add(Column::FeedbackInvitedAt.is_null());
            (time, unmarked)
        }
    };
    Ok(event::Entity::find()
        .filter(time)
        .filter(unmarked)
        .filter(Column::Status.into_simple_expr().eq(EventStatus::Published.written()))
        .filter(Column::DeletedAt.is_null())
        .order_by_asc(occasion.time())
        .order_by_asc(Column::Id)
        .limit(EVENTS)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(on)
        .await?)
}

impl Occasion {
    fn kind(self) -> NotificationKind {
        match self {
            Self::StartsSoon => NotificationKind::EventStartsSoon,
            Self::IsOver => NotificationKind::FeedbackInvited,
        }
    }

    fn time(self) -> Column {
        match self {
            Self::StartsSoon => Column::StartsAt,
            Self::IsOver => Column::EndsAt,
        }
    }

    fn mark(self) -> Column {
        match self {
            Self::StartsSoon => Column::RemindedAt,
            Self::IsOver => Column::FeedbackInvitedAt,
        }
    }

    fn marked(self, event: event::Model, now: DateTime<Utc>) -> event::Model {
        match self {
            Self::StartsSoon => event::Model { reminded_at: Some(now), ..event },
            Self::IsOver => event::Model { feedback_invited_at: Some(now), ..event },
        }
    }

    /// Whether the event is marked with it, and it is still so.
    fn holds(self, event: &event::Model, now: DateTime<Utc>) -> bool {
        let takes_place = event.status == EventStatus::Published && event.deleted_at.is_none();
        takes_place
            && match self {
                Self::StartsSoon => event.reminded_at.is_some() && event.starts_at > now,
                Self::IsOver => event.feedback_invited_at.is_some() && event.ends_at <= now,
            }
    }

    /// Nobody is asked for the feedback that they gave.
    fn whom(self) -> Condition {
        if self == Self::StartsSoon {
            return Condition::all();
        }
        let own = |column: feedback::Column, of: registration::Column| {
            column.into_simple_expr().eq(of.into_simple_expr())
        };
        let given = Query::select()
            .expr(Expr::val(1))
            .from(feedback::Entity)
            .and_where(own(feedback::Column::EventId, registration::Column::EventId))
            .and_where(own(feedback::Column::AuthorId, registration::Column::UserId))
            .to_owned();
        Condition::all().add(Expr::exists(given).not())
    }
}
