//! A clerk takes up batches until nobody waits.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::FutureExt;
use sea_orm::DatabaseTransaction;

use crate::domain::notification::Told;
use crate::domain::registration::desk::files::Files;
use crate::domain::registration::desk::queue::{Batch, Waiting};
use crate::domain::registration::desk::{Answer, Ask, Office, decide};
use crate::domain::registration::store;
use crate::kernel::error::Failure;

/// Why a whole batch came to nothing.
enum Broken {
    /// No transaction could be begun, so none of the others waiting could get one either.
    NoConnection(Failure),
    /// The database is away, or an event was held for longer than one waits. One by one they would each
    /// wait as long. Where the connection was lost in the commit, what was entered is there or not, and
    /// nobody knows.
    Away(Failure),
    /// Something in it cannot be entered; the rest can.
    Spoilt(Failure),
}

/// Serves until the queue is empty.
pub(super) async fn work(office: Arc<Office>) {
    // Requests that arrived in the same turn come along.
    tokio::task::yield_now().await;
    while let Some(batch) = office.queue.take(office.batch) {
        let Batch { events, requests } = batch;
        office.serve(requests).await;
        office.queue.release(&events);
    }
}

impl Office {
    /// Enters the requests together; where that fails, one by one, so that a bad one fails alone.
    async fn serve(&self, requests: Vec<Waiting>) {
        let is_single = requests.len() < 2;
        match self.enter(&requests).await {
            Ok(answers) => self.hand_out(requests, answers),
            Err(Broken::Spoilt(fault)) if !is_single => {
                tracing::warn!(%fault, "a batch of {} is taken apart", requests.len());
                self.serve_one_by_one(requests).await;
            }
            Err(broken) => self.turn_away(requests, &broken),
        }
    }

    async fn serve_one_by_one(&self, requests: Vec<Waiting>) {
        let mut requests = requests.into_iter();
        while let Some(request) = requests.next() {
            let single = vec![request];
            match self.enter(&single).await {
                Ok(answers) => self.hand_out(single, answers),
                Err(broken) => {
                    let is_away = matches!(broken, Broken::NoConnection(_));
                    self.turn_away(single, &broken);
                    if is_away {
                        return self.turn_away(requests.collect(), &broken);
                    }
                }
            }
        }
    }

    /// Tells each its answer; those whose events somebody else holds go back to their lines.
    fn hand_out(&self, requests: Vec<Waiting>, answers: Vec<Option<Answer>>) {
        let mut put_off = Vec::new();
        for (request, answer) in requests.into_iter().zip(answers) {
            match answer {
                Some(answer) => request.tell(answer),
                None => put_off.push(request),
            }
        }
        if !put_off.is_empty() {
            self.queue.put_back(put_off);
        }
    }

    fn turn_away(&self, requests: Vec<Waiting>, broken: &Broken) {
        let (Broken::NoConnection(fault) | Broken::Away(fault) | Broken::Spoilt(fault)) = broken;
        for request in requests {
            request.tell(Err(fault.again()));
        }
        if let Broken::NoConnection(_) = broken {
            // They would each wait as long for the same.
            for request in self.queue.clear() {
                request.tell(Err(fault.again()));
            }
        }
    }

    /// Enters requests in one transaction. A panic is a fault like any other.
    async fn enter(&self, requests: &[Waiting]) -> Result<Vec<Option<Answer>>, Broken> {
        let asks: Vec<&Ask> = requests.iter().map(|waiting| &waiting.ask).collect();
        let on = self.db.begin().await.map_err(Broken::NoConnection)?;
        let entered = AssertUnwindSafe(self.decide(&on, &asks)).catch_unwind().await;
        let panicked = |_| Err(Failure::internal("the desk panicked"));
        match entered.unwrap_or_else(panicked) {
            Ok((answers, true)) => match on.commit().await.map_err(Failure::from) {
                Ok(()) => Ok(answers),
                Err(fault) => Err(broken(fault)),
            },
            Ok((answers, false)) => {
                on.rollback().await.map_err(|fault| broken(fault.into()))?;
                Ok(answers)
            }
            Err(fault) => {
                // Waited for, so that the connection is good for the next.
                let _ = on.rollback().await;
                Err(broken(fault))
            }
        }
    }

    /// The answer to each request, none where its event is held by somebody else; and whether there is
    /// anything to commit.
    async fn decide(
        &self,
        on: &DatabaseTransaction,
        asks: &[&Ask],
    ) -> Result<(Vec<Option<Answer>>, bool), Failure> {
        let mut files = Files::fetch(on, asks).await?;
        let mut answers = Vec::with_capacity(asks.len());
        let mut latest = DateTime::<Utc>::default();
        for ask in asks {
            if files.is_held(ask.event) {
                answers.push(None);
                continue;
            }
            let now = ask.clock.now();
            latest = latest.max(now);
            match decide::one(on, &mut files, ask, now, &*self.random).await {
                // A refusal leaves the books as they were; a fault may not.
                Err(fault @ (Failure::Unavailable(_) | Failure::Internal(_))) => return Err(fault),
                answer => answers.push(Some(answer)),
            }
        }
        let people = std::mem::take(&mut files.people);
        let (closings, keys) = files.close();
        // Nobody wakes the runner of jobs: under a rush it would look for mail after every batch, and within a
        // second it looks anyway.
        let told = Told { now: latest, random: &*self.random, known: &people };
        let has_written = store::write(on, closings, &keys, told).await?;
        Ok((answers, has_written))
    }
}

fn broken(fault: Failure) -> Broken {
    match fault {
        Failure::Unavailable(_) => Broken::Away(fault),
        fault => Broken::Spoilt(fault),
    }
}

/// Distinct values, in order.
pub(super) fn distinct<T: Ord + Copy + std::hash::Hash>(values: impl Iterator<Item = T>) -> Vec<T> {
    let set: HashSet<T> = values.collect();
    let mut sorted: Vec<T> = set.into_iter().collect();
    sorted.sort_unstable();
    sorted
}
