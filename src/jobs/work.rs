//! What a job does.

use std::time::Duration;

use futures::future::{BoxFuture, ready};
use sea_orm::DatabaseTransaction;

use crate::domain::Core;
use crate::domain::job::{Fault, Job};
use crate::entity::job;

/// What jobs of one kind do.
pub trait Work: Send + Sync {
    /// The kind: the [`Job::KIND`] of its type.
    fn kind(&self) -> &'static str;

    /// How often it comes by itself, where it does: once in that time, however many processes run.
    fn every(&self) -> Option<Duration> {
        None
    }

    /// What reaches out of the database: sending, fetching. Comes first, outside of any transaction, and comes
    /// again where the process dies before the job is marked done.
    fn outside<'a>(&'a self, _run: &'a Run<'_>) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(ready(Ok(())))
    }

    /// What the job writes, in the transaction that marks it done: it happens once.
    fn inside<'a>(
        &'a self,
        _run: &'a Run<'_>,
        _on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        Box::pin(ready(Ok(())))
    }
}

/// One attempt at a job.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The store, the time, chance and the secrets.
    pub core: &'a Core,
    /// The job, claimed.
    pub job: &'a job::Model,
}

impl Run<'_> {
    /// What was asked for.
    ///
    /// # Errors
    /// [`Fault::GiveUp`] where another version of the server wrote what this one cannot read.
    pub fn asked<J: Job>(&self) -> Result<J, Fault> {
        serde_json::from_str(&self.job.payload)
            .map_err(|fault| Fault::GiveUp(format!("its payload cannot be read: {fault}")))
    }
}
