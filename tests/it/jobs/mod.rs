//! The queue of jobs: claims, retries, turns that come again, and what an operator sees.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryOrder};
use serde::{Deserialize, Serialize};
use turnout::domain::job::{Ask, Fault, Job, enqueue_with};
use turnout::entity::{job, setting};
use turnout::jobs::{Run, Runner, Work};
use turnout::kernel::error::Failure;

use crate::support::TestApp;

mod claims;
mod metrics;
mod operate;
mod request;
mod retries;
mod schedule;
mod stop;
mod sweep;

/// Writes a setting of this name; a second one of the same name breaks the table's key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Note(String);

impl Job for Note {
    const KIND: &'static str = "note";
    const MAX_ATTEMPTS: i32 = 3;
}

/// Does notes; `faults` are met first, one each attempt.
#[derive(Clone, Default)]
struct Notes {
    outside: Arc<AtomicU32>,
    faults: Arc<Mutex<Vec<Fault>>>,
    inside_faults: Arc<Mutex<Vec<Fault>>>,
    /// Where it is set, whoever reaches out of the database waits here for the others.
    meeting: Option<Arc<tokio::sync::Barrier>>,
}

impl Work for Notes {
    fn kind(&self) -> &'static str {
        Note::KIND
    }

    fn outside<'a>(&'a self, _run: &'a Run<'_>) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            self.outside.fetch_add(1, Ordering::Relaxed);
            if let Some(meeting) = &self.meeting {
                meeting.wait().await;
            }
            self.faults.lock().unwrap().pop().map_or(Ok(()), Err)
        }
        .boxed()
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            let Note(name) = run.asked()?;
            assert!(name != "panic", "as it was told");
            setting::ActiveModel { name: Set(name), value: Set(String::new()) }.insert(on).await?;
            self.inside_faults.lock().unwrap().pop().map_or(Ok(()), Err)
        }
        .boxed()
    }
}

impl Notes {
    fn runner(&self, app: &TestApp) -> Runner {
        Runner::of(app.core.clone(), vec![Box::new(self.clone())])
    }

    fn begun(&self) -> u32 {
        self.outside.load(Ordering::Relaxed)
    }
}

impl TestApp {
    async fn note(&self, name: &str, ask: Ask) -> bool {
        let on = self.core.db.begin().await.unwrap();
        let made = enqueue_with(&self.core, &on, &Note(name.to_owned()), ask).await.unwrap();
        on.commit().await.unwrap();
        made
    }

    async fn notes_written(&self) -> u64 {
        setting::Entity::find().count(self.core.db.read()).await.unwrap()
    }

    async fn jobs(&self) -> Vec<job::Model> {
        let jobs = job::Entity::find().order_by_asc(job::Column::CreatedAt);
        jobs.all(self.core.db.read()).await.unwrap()
    }
}

fn retry(why: &str) -> Fault {
    Fault::Retry(why.to_owned())
}

fn assert_refused(outcome: Result<(), Failure>, code: turnout::kernel::error::Code) {
    let Err(Failure::Refused(refusals)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(refusals[0].code, code);
}
