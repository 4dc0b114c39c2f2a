//! The mail beside notifications: what cannot wait is mailed by itself, the rest is gathered.
//!
//! A batch at the desk asks for all its mails by one job, which looks the people up and fans out: a job a mail,
//! so that each is tried again by itself. What can wait stands marked in its row; a job a person, due in a few
//! minutes, takes all that is marked by then into one mail.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::job::{self, Ask, Job, Planned};
use crate::domain::notification::kind::{can_wait, wants_mail};
use crate::entity::notification::{self, Column, Entity};
use crate::entity::user;
use crate::kernel::error::Failure;
use crate::kernel::id::{NotificationId, UserId};
use crate::kernel::random::Random;

/// How long what can wait is gathered.
const GATHERS: TimeDelta = TimeDelta::minutes(5);
/// The most notifications of one mail.
const TOGETHER: u64 = 64;
/// The most mails that one job fans out to.
const FAN: usize = 512;
/// A step of many mails goes out so much later than the one before: a code that somebody waits for at the
/// screen does not stand behind ten thousand of them.
const PACE: TimeDelta = TimeDelta::seconds(5);

/// The job that makes the mails of a batch of notifications.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PostNotifications {
    /// Those that cannot wait: the person and the notification.
    urgent: Vec<(Uuid, Uuid)>,
    /// The people for whom something was marked.
    marked: Vec<Uuid>,
}

impl Job for PostNotifications {
    const KIND: &'static str = "post_notifications";
}

/// The job that gathers what is marked for a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GatherMail {
    person: Uuid,
}

impl Job for GatherMail {
    const KIND: &'static str = "gather_mail";
}

/// The job that mails notifications to their person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MailNotifications {
    person: Uuid,
    notifications: Vec<Uuid>,
}

impl Job for MailNotifications {
    const KIND: &'static str = "mail_notifications";
}

impl MailNotifications {
    /// To whom.
    #[must_use]
    pub fn person(&self) -> UserId {
        UserId(self.person)
    }

    /// The notifications, in the order in which they came to be; of those that are gone there is nothing.
    ///
    /// # Errors
    /// As any query.
    pub async fn read(
        &self,
        on: &impl ConnectionTrait,
    ) -> Result<Vec<notification::Model>, Failure> {
        let ids: Vec<NotificationId> =
            self.notifications.iter().copied().map(NotificationId).collect();
        Ok(Entity::find()
            .filter(Column::UserId.eq(self.person()))
            .filter(is_in(Column::Id, &ids))
            .order_by_asc(Column::Id)
            .all(on)
            .await?)
    }
}

/// When the mails of step number `step` are due.
pub(super) fn turn(now: DateTime<Utc>, step: i32) -> DateTime<Utc> {
    now + PACE * step
}

/// Plans the mail of notifications whose people are not known yet.
pub(super) fn plan(
    now: DateTime<Utc>,
    random: &dyn Random,
    rows: impl Iterator<Item = notification::Model>,
) -> Result<Vec<Planned>, Failure> {
    let rows: Vec<notification::Model> = rows.collect();
    let post = |rows: &[notification::Model]| {
        let mut post = PostNotifications::default();
        for row in rows {
            if can_wait(row.kind) {
                post.marked.push(row.user_id.0);
            } else {
                post.urgent.push((row.user_id.0, row.id.0));
            }
        }
        job::plan(now, random, &post, Ask::default())
    };
    rows.chunks(FAN).map(post).collect()
}

/// Plans the mails of notifications to people who want them, due `at`.
pub(super) fn plan_mail(
    now: DateTime<Utc>,
    random: &dyn Random,
    at: DateTime<Utc>,
    rows: impl Iterator<Item = notification::Model>,
) -> Result<Vec<Planned>, Failure> {
    rows.map(|row| {
        if can_wait(row.kind) {
            plan_gathering(now, random, at, row.user_id)
        } else {
            plan_one(now, random, at, row.user_id, vec![row.id.0])
        }
    })
    .collect()
}

/// Fans out to the people who want mail.
///
/// # Errors
/// As any statement.
pub async fn fan_out(
    core: &Core,
    on: &impl ConnectionTrait,
    asked: PostNotifications,
) -> Result<(), Failure> {
    let (now, random) = (core.clock.now(), &*core.random);
    let everybody = asked.urgent.iter().map(|(person, _)| person).chain(&asked.marked);
    let ids: Vec<UserId> = everybody.copied().map(UserId).collect();
    let people = user::Entity::find().filter(is_in(user::Column::Id, &ids)).all(on).await?;
    let wanted: HashMap<Uuid, bool> =
        people.iter().map(|person| (person.id.0, wants_mail(person))).collect();
    let wants = |person: &Uuid| wanted.get(person).copied().unwrap_or_default();
    let mut planned = Vec::new();
    for (person, id) in asked.urgent.into_iter().filter(|(person, _)| wants(person)) {
        planned.push(plan_one(now, random, now, UserId(person), vec![id])?);
    }
    for person in asked.marked.iter().filter(|person| wants(person)) {
        planned.push(plan_gathering(now, random, now, UserId(*person))?);
    }
    let unwanted = asked.marked.iter().filter(|person| !wants(person));
    let unwanted: Vec<UserId> = unwanted.copied().map(UserId).collect();
    if !unwanted.is_empty() {
        Entity::update_many()
            .col_expr(Column::AwaitsMail, Expr::value(false))
            .filter(is_in(Column::UserId, &unwanted))
            .filter(Column::AwaitsMail.into_simple_expr())
            .exec(on)
            .await?;
    }
    job::enqueue_all(on, planned).await
}

/// Takes what is marked for a person into one mail. What is more than one mail takes comes in the next.
///
/// # Errors
/// As any statement.
pub async fn gather(
    core: &Core,
    on: &impl ConnectionTrait,
    asked: &GatherMail,
) -> Result<(), Failure> {
    let (now, random) = (core.clock.now(), &*core.random);
    let person = UserId(asked.person);
    let marked = Entity::find()
        .filter(Column::UserId.eq(person))
        .filter(Column::AwaitsMail.into_simple_expr())
        .order_by_asc(Column::Id)
        .limit(TOGETHER)
        .all(on)
        .await?;
    if marked.is_empty() {
        return Ok(());
    }
    let ids: Vec<NotificationId> = marked.iter().map(|row| row.id).collect();
    Entity::update_many()
        .col_expr(Column::AwaitsMail, Expr::value(false))
        .filter(Column::UserId.eq(person))
        .filter(is_in(Column::Id, &ids))
        .exec(on)
        .await?;
    let mut planned =
        vec![plan_one(now, random, now, person, ids.iter().map(|id| id.0).collect())?];
    if u64::try_from(ids.len()).is_ok_and(|length| length == TOGETHER) {
        planned.push(plan_gathering(now, random, now, person)?);
    }
    job::enqueue_all(on, planned).await
}

fn plan_one(
    now: DateTime<Utc>,
    random: &dyn Random,
    at: DateTime<Utc>,
    person: UserId,
    notifications: Vec<Uuid>,
) -> Result<Planned, Failure> {
    let mail = MailNotifications { person: person.0, notifications };
    let ask = Ask { person: Some(person), run_at: Some(at), ..Ask::default() };
    job::plan(now, random, &mail, ask)
}

/// One job a person, however much comes together for them.
fn plan_gathering(
    now: DateTime<Utc>,
    random: &dyn Random,
    at: DateTime<Utc>,
    person: UserId,
) -> Result<Planned, Failure> {
    let ask = Ask {
        unique_key: Some(person.to_string()),
        run_at: Some(at + GATHERS),
        person: Some(person),
    };
    job::plan(now, random, &GatherMail { person: person.0 }, ask)
}
