//! Claims jobs and does them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use tokio::sync::{Semaphore, oneshot, watch};
use tracing::Instrument;

use crate::domain::Core;
use crate::domain::job::{self as queue, Fault, Scheduled};
use crate::entity::job;
use crate::jobs::{Run, Work, works};
use crate::kernel::error::Failure;
use crate::kernel::metrics::Family;
use crate::mail::Mailer;

/// How long a claim holds: so long a dead process's jobs wait for another.
const LEASE: TimeDelta = TimeDelta::seconds(15);
/// How often the claim of a job that runs is renewed: twice it may fail before the lease lapses.
const RENEWAL: Duration = Duration::from_secs(4);
/// How many jobs one process does at once. While people wait at the desk for seats it is one: a rush of
/// registrations asks for as many mails, and those can wait.
const AT_ONCE: u32 = 4;
/// How often a process looks by itself.
const LOOK: Duration = Duration::from_secs(1);
/// How long it leaves the database alone after a fault.
const REST: Duration = Duration::from_secs(3);

/// Jobs that this process did.
pub static JOBS_ENDED: Family = Family {
    name: "turnout_jobs_ended_total",
    help: "Attempts at jobs by how they ended: done, retried (put off), failed (given up), lost (taken over).",
    labels: &["kind", "outcome"],
};

/// Does the jobs of the queue.
#[derive(Clone)]
pub struct Runner {
    core: Core,
    works: Arc<[Box<dyn Work>]>,
    renewal: Duration,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Runner").field("kinds", &self.kinds()).finish()
    }
}

impl Runner {
    /// A runner of every kind of job.
    #[must_use]
    pub fn new(core: Core, mailer: &Mailer) -> Self {
        Self::of(core, works(mailer))
    }

    /// A runner of some kinds of jobs: for tests that bring their own.
    #[must_use]
    pub fn of(core: Core, works: Vec<Box<dyn Work>>) -> Self {
        Self { core, works: works.into(), renewal: RENEWAL }
    }

    /// Renews the claims of what runs so often: for tests, which do not wait.
    #[must_use]
    pub fn renewing(self, renewal: Duration) -> Self {
        Self { renewal, ..self }
    }

    /// The kinds of jobs that it does.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        self.works.iter().map(|work| work.kind()).collect()
    }

    fn scheduled(&self) -> Vec<Scheduled> {
        let again = |work: &dyn Work| Some(Scheduled { kind: work.kind(), every: work.every()? });
        self.works.iter().filter_map(|work| again(&**work)).collect()
    }

    /// Does everything that is due at the present instant of the clock, one after the other, and returns how
    /// many attempts that took: for tests, which then move the clock.
    ///
    /// # Errors
    /// As any query.
    pub async fn run_due(&self) -> Result<u32, Failure> {
        queue::announce(&self.core, &self.scheduled()).await?;
        queue::enqueue_due(&self.core, &self.scheduled()).await?;
        let mut attempts = 0;
        while let Some(claimed) = queue::claim(&self.core, &self.kinds(), LEASE).await? {
            self.attempt(&claimed).await;
            attempts += 1;
        }
        Ok(attempts)
    }

    /// Does jobs as they fall due until `stop` says so; then what is under way ends, and nothing is begun.
    pub async fn until_stopped(self, mut stop: watch::Receiver<bool>) {
        let permits = Arc::new(Semaphore::new(AT_ONCE.try_into().unwrap_or(usize::MAX)));
        let mut announced = false;
        while !*stop.borrow() {
            let pause = match self.look(&permits, &mut announced, &stop).await {
                Ok(()) => LOOK,
                Err(fault) => {
                    tracing::warn!(%fault, "cannot look for jobs");
                    REST
                }
            };
            tokio::select! {
                () = self.core.jobs.woken() => {}
                () = tokio::time::sleep(pause) => {}
                // An error is a sender that is gone: nobody would ever say stop.
                _ = stop.changed() => {}
            }
        }
        // Every permit back means that nothing runs any more.
        let _ = permits.acquire_many(AT_ONCE).await;
    }

    /// Starts whatever is due, a few at a time.
    async fn look(
        &self,
        permits: &Arc<Semaphore>,
        announced: &mut bool,
        stop: &watch::Receiver<bool>,
    ) -> Result<(), Failure> {
        if !*announced {
            queue::announce(&self.core, &self.scheduled()).await?;
            *announced = true;
        }
        queue::enqueue_due(&self.core, &self.scheduled()).await?;
        let kinds = self.kinds();
        while queue::is_any_due(&self.core, &kinds).await? {
            let share = if self.core.desk.waiting() > 0 { AT_ONCE } else { 1 };
            let permit = Arc::clone(permits).acquire_many_owned(share).await;
            let permit = permit.map_err(Failure::internal)?;
            if *stop.borrow() {
                return Ok(());
            }
            let Some(claimed) = queue::claim(&self.core, &kinds, LEASE).await? else {
                return Ok(());
            };
            if *stop.borrow() {
                return queue::release(&self.core, &claimed).await;
            }
            let runner = self.clone();
            tokio::spawn(async move {
                runner.attempt(&claimed).await;
                drop(permit);
            });
        }
        Ok(())
    }

    /// Does a claimed job and writes down how it went. Where even that fails the lease lapses, and the job is
    /// taken up again.
    async fn attempt(&self, claimed: &job::Model) {
        let request = claimed.request_id.as_deref().unwrap_or_default();
        let (kind, attempt) = (&*claimed.kind, claimed.attempts);
        let span = tracing::info_span!("job", kind, id = %claimed.id, attempt, request);
        async {
            let Some(work) = self.works.iter().find(|work| work.kind() == claimed.kind) else {
                return;
            };
            let kept = self.keep(claimed.clone());
            let ended = AssertUnwindSafe(self.run(&**work, claimed)).catch_unwind().await;
            drop(kept);
            let ended = ended.unwrap_or_else(|_| Err(Fault::Retry("it panicked".to_owned())));
            let outcome = match ended {
                Ok(true) => "done",
                Ok(false) => "lost",
                Err(fault) => self.record(claimed, &fault).await,
            };
            tracing::debug!(outcome, "ended");
            self.core.metrics.count(&JOBS_ENDED, &[work.kind(), outcome]);
        }
        .instrument(span)
        .await;
    }

    /// Renews the claim again and again, until what this returns is dropped. Where that fails the job goes on: if its
    /// lease lapses it is begun anew elsewhere, and whoever ends first writes.
    fn keep(&self, claimed: job::Model) -> oneshot::Sender<()> {
        let (kept, mut ended) = oneshot::channel();
        let runner = self.clone();
        // In a task of its own: a renewal under way is never cut off, for that would spoil its connection.
        tokio::spawn(async move {
            while tokio::time::timeout(runner.renewal, &mut ended).await.is_err() {
                match queue::renew(&runner.core, &claimed, LEASE).await {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(fault) => tracing::warn!(%fault, "cannot renew the claim of a job"),
                }
            }
        });
        kept
    }

    /// False where the claim was lost before the end.
    async fn run(&self, work: &dyn Work, claimed: &job::Model) -> Result<bool, Fault> {
        if claimed.attempts > claimed.max_attempts {
            let begun = claimed.attempts.saturating_sub(1);
            return Err(Fault::GiveUp(format!("begun {begun} times, and never came to an end")));
        }
        let run = Run { core: &self.core, job: claimed };
        work.outside(&run).await?;
        let on = self.core.db.begin().await?;
        // First, since it locks the job: what follows is done by one process alone.
        if !queue::done(&self.core, &on, claimed).await? {
            on.rollback().await?;
            return Ok(false);
        }
        match work.inside(&run, &on).await {
            Ok(()) => on.commit().await?,
            Err(fault) => {
                on.rollback().await?;
                return Err(fault);
            }
        }
        Ok(true)
    }

    async fn record(&self, claimed: &job::Model, fault: &Fault) -> &'static str {
        match queue::failed(&self.core, claimed, fault).await {
            Ok(true) => {
                tracing::error!(%fault, "given up");
                "failed"
            }
            Ok(false) => {
                tracing::warn!(%fault, "put off");
                "retried"
            }
            Err(failure) => {
                tracing::warn!(%fault, %failure, "cannot write down how it ended");
                "lost"
            }
        }
    }
}
