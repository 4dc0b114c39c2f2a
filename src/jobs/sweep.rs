//! Deletes what has had its time.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;

use crate::domain::job::{self, Fault};
use crate::domain::{account, audit, throttle};
use crate::jobs::{Run, Work};

/// Once an hour: jobs and sessions that ended long ago, codes that expired and addresses that nobody proved, buckets
/// that are full again, old addresses.
pub(super) struct Sweep;

impl Work for Sweep {
    fn kind(&self) -> &'static str {
        "sweep"
    }

    fn every(&self) -> Option<Duration> {
        Some(Duration::from_secs(60 * 60))
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            job::sweep(run.core, on).await?;
            account::sweep(run.core, on).await?;
            throttle::sweep(run.core, on).await?;
            Ok(audit::sweep(run.core, on).await?)
        }
        .boxed()
    }
}
