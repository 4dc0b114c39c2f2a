//! Who waits at the desk: a line for each event, and the events in the order in which they are due.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, oneshot};

use crate::domain::registration::desk::{Answer, Ask};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// A request, and where its answer goes.
#[derive(Debug)]
pub(super) struct Waiting {
    pub ask: Ask,
    pub answer: oneshot::Sender<Answer>,
}

impl Waiting {
    /// Answers; who has gone away does not hear it.
    pub(super) fn tell(self, answer: Answer) {
        let _ = self.answer.send(answer);
    }
}

/// What a clerk takes up at once: the requests, those of one event in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub events: Vec<EventId>,
    pub requests: Vec<Waiting>,
}

/// The queue of a desk.
#[derive(Debug)]
pub(super) struct Queue {
    most: usize,
    clerks: usize,
    lines: Mutex<Lines>,
    is_idle: Notify,
}

#[derive(Debug, Default)]
struct Lines {
    of: HashMap<EventId, VecDeque<Waiting>>,
    /// Events with a line that no clerk is at.
    due: VecDeque<EventId>,
    /// Events that a clerk is at.
    taken: HashSet<EventId>,
    /// Events that somebody else held: they are waited for alone.
    held: HashSet<EventId>,
    waiting: usize,
    at_work: usize,
    is_closed: bool,
}

impl Queue {
    /// Room for `most` requests, and work for `clerks` at a time.
    pub(super) fn new(most: usize, clerks: usize) -> Self {
        Self { most, clerks, lines: Mutex::default(), is_idle: Notify::new() }
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a request at the end of its line; whether one more clerk has to come.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where there is no room, or no more requests are taken.
    pub(super) fn join(&self, waiting: Waiting) -> Result<bool, Failure> {
        let mut lines = self.lines();
        if lines.is_closed {
            return Err(Failure::Unavailable("the server is stopping".into()));
        }
        if lines.waiting >= self.most {
            return Err(Failure::Unavailable("too many wait at the desk".into()));
        }
        lines.waiting += 1;
        let event = waiting.ask.event;
        let line = lines.of.entry(event).or_default();
        line.push_back(waiting);
        if line.len() == 1 && !lines.taken.contains(&event) {
            lines.due.push_back(event);
        }
        let is_needed = !lines.due.is_empty() && lines.at_work < self.clerks;
        lines.at_work += usize::from(is_needed);
        Ok(is_needed)
    }

    /// Takes up to `most` requests of the events that are due; `None` where nobody waits, and then the
    /// clerk who asks is off duty.
    pub(super) fn take(&self, most: usize) -> Option<Batch> {
        let mut lines = self.lines();
        let mut batch = Batch::default();
        while let Some(event) = lines.due.front().copied() {
            let is_held = lines.held.contains(&event);
            if batch.requests.len() >= most || (is_held && !batch.events.is_empty()) {
                break;
            }
            lines.due.pop_front();
            lines.held.remove(&event);
            lines.taken.insert(event);
            batch.events.push(event);
            let room = most - batch.requests.len();
            if let Some(line) = lines.of.get_mut(&event) {
                batch.requests.extend(line.drain(..room.min(line.len())));
            }
            if is_held {
                break;
            }
        }
        lines.waiting -= batch.requests.len();
        if batch.events.is_empty() {
            lines.at_work -= 1;
            if lines.is_closed && lines.at_work == 0 {
                self.is_idle.notify_waiters();
            }
            return None;
        }
        Some(batch)
    }

    /// Puts requests back to the front of their lines, because somebody else holds their events.
    pub(super) fn put_back(&self, requests: Vec<Waiting>) {
        let mut lines = self.lines();
        lines.waiting += requests.len();
        for waiting in requests.into_iter().rev() {
            let event = waiting.ask.event;
            lines.held.insert(event);
            lines.of.entry(event).or_default().push_front(waiting);
        }
    }

    /// Lets other clerks at the lines of `events` again.
    pub(super) fn release(&self, events: &[EventId]) {
        let mut lines = self.lines();
        for event in events {
            lines.taken.remove(event);
            match lines.of.get(event).map(VecDeque::len) {
                Some(0) => {
                    lines.of.remove(event);
                }
                Some(_) => lines.due.push_back(*event),
                None => {}
            }
        }
    }

    /// Takes everybody out who waits.
    pub(super) fn clear(&self) -> Vec<Waiting> {
        let mut lines = self.lines();
        lines.waiting = 0;
        lines.due.clear();
        lines.held.clear();
        lines.of.drain().flat_map(|(_, line)| line).collect()
    }

    /// How many wait.
    pub(super) fn waiting(&self) -> usize {
        self.lines().waiting
    }

    /// How many clerks are at work.
    pub(super) fn at_work(&self) -> usize {
        self.lines().at_work
    }

    /// Takes no more requests, and returns once no clerk is at work.
    pub(super) async fn close(&self) {
        let idle = self.is_idle.notified();
        tokio::pin!(idle);
        idle.as_mut().enable();
        let is_busy = {
            let mut lines = self.lines();
            lines.is_closed = true;
            lines.at_work > 0
        };
        if is_busy {
            idle.await;
        }
    }
}
