//! The desk: where requests for seats queue, and are entered by the batch.
//!
//! Thousands of people may ask in the same second. Each on its own would lock the event, write and wait for
//! the disk; together they lock it once, write with a handful of statements and wait once. So requests of
//! this process line up here (`queue`); a clerk takes as many as a batch holds, of as many events as wait,
//! enters them in the books in the order of arrival, in one transaction, and then answers each (`clerk`).
//! While a batch is under way the next one gathers. There are no timers: a request that comes alone is
//! served at once, and alone.
//!
//! Other processes do the same; the locks on the events' rows keep them right. On PostgreSQL several clerks
//! work side by side, never two on one event; on SQLite there is one writer, and one clerk. Locks are taken
//! in one order, people before events and each by id, so that nobody waits in a circle. Of several events,
//! one that somebody else holds is left out of the batch and waited for in a batch of its own.
//!
//! To have the desk serve one more kind of request: a variant of [`Wish`], what it needs to know in
//! `files`, a function in `decide`.

mod clerk;
mod decide;
mod files;
mod queue;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, QueryFilter, QuerySelect};
use tokio::sync::oneshot;

use crate::config::DeskConfig;
use crate::db::Db;
use crate::db::keys::is_in;
use crate::db::together::Together;
use crate::domain::access::Viewer;
use crate::domain::registration::book::Outcome;
use crate::domain::registration::register::{NewRegistration, Registering};
use crate::entity::registration;
use crate::kernel::clock::Clock;
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::{EventId, RegistrationId};
use crate::kernel::random::Random;

use queue::{Queue, Waiting};

/// What somebody wants at the desk.
#[derive(Debug, Clone)]
pub enum Wish {
    /// Seats.
    Register(NewRegistration),
    /// To give seats or a place in line back.
    Cancel(RegistrationId),
    /// To have another number of seats.
    Resize(RegistrationId, i32),
}

/// A request as it stands in the queue.
#[derive(Debug)]
struct Ask {
    event: EventId,
    viewer: Viewer,
    arrived: DateTime<Utc>,
    /// By which it is entered: whoever asks may live at another time.
    clock: Arc<dyn Clock>,
    wish: Wish,
}

/// What a request is answered with.
type Answer = Result<Registering, Failure>;

/// The desk of this process.
#[derive(Debug, Clone)]
pub struct Desk {
    office: Arc<Office>,
}

/// What the clerks share.
#[derive(Debug)]
struct Office {
    db: Db,
    random: Arc<dyn Random>,
    batch: usize,
    queue: Queue,
    /// A registration never moves to another event, so this may be asked before the event is locked.
    event_of: Together<RegistrationId, EventId>,
}

impl Desk {
    /// A desk that nobody waits at.
    #[must_use]
    pub fn new(db: &Db, random: Arc<dyn Random>, config: &DeskConfig) -> Self {
        let lookup = db.clone();
        let event_of = Together::new(move |ids| events_of(lookup.clone(), ids));
        let queue = Queue::new(config.queue, db.writers().min(config.clerks));
        let office = Office { db: db.clone(), random, batch: config.batch, queue, event_of };
        Self { office: Arc::new(office) }
    }

    /// Queues a request about `event` that arrives now and waits for its answer. Who stops waiting loses the answer, not
    /// what was asked for.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] at once where the queue is full or the desk is closed; as the request.
    pub(super) async fn ask(
        &self,
        event: EventId,
        viewer: &Viewer,
        clock: &Arc<dyn Clock>,
        wish: Wish,
    ) -> Answer {
        viewer.signed_in()?;
        let (answer, answered) = oneshot::channel();
        let (arrived, clock) = (clock.now(), Arc::clone(clock));
        let ask = Ask { event, viewer: viewer.clone(), arrived, clock, wish };
        if self.office.queue.join(Waiting { ask, answer })? {
            // In a task of its own: who asked first may go away, and the others still wait.
            tokio::spawn(clerk::work(Arc::clone(&self.office)));
        }
        answered.await.unwrap_or_else(|_| Err(Failure::internal("the desk gave no answer")))
    }

    /// As [`Desk::ask`], about a registration that exists.
    ///
    /// # Errors
    /// NOT_FOUND where it does not.
    pub(super) async fn ask_about(
        &self,
        id: RegistrationId,
        viewer: &Viewer,
        clock: &Arc<dyn Clock>,
        wish: Wish,
    ) -> Result<Outcome, Failure> {
        viewer.signed_in()?;
        let event = self.office.event_of.find(id).await?;
        let event = event.ok_or_else(|| Refusal::not_found("id", "registration"))?;
        match self.ask(event, viewer, clock, wish).await? {
            Registering::Made(outcome) | Registering::Standing(outcome) => Ok(outcome),
        }
    }

    /// How many requests wait that no clerk has taken up yet.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.office.queue.waiting()
    }

    /// How many clerks are at work.
    #[must_use]
    pub fn at_work(&self) -> usize {
        self.office.queue.at_work()
    }

    /// Takes no new requests, and returns when all that were taken are answered.
    pub async fn close(&self) {
        self.office.queue.close().await;
    }
}

async fn events_of(
    db: Db,
    ids: Vec<RegistrationId>,
) -> Result<HashMap<RegistrationId, EventId>, Failure> {
    let rows: Vec<(RegistrationId, EventId)> = registration::Entity::find()
        .select_only()
        .columns([registration::Column::Id, registration::Column::EventId])
        .filter(is_in(registration::Column::Id, &ids))
        .into_tuple()
        .all(db.read())
        .await?;
    Ok(rows.into_iter().collect())
}
