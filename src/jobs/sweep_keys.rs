//! Deletes idempotency keys that were kept long enough.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;

use crate::domain::job::Fault;
use crate::domain::registration;
use crate::jobs::{Run, Work};

/// Every minute, a few thousand at a time: after a rush there are more than one transaction should delete,
/// while others wait to write.
pub(super) struct SweepKeys;

impl Work for SweepKeys {
    fn kind(&self) -> &'static str {
        "sweep_idempotency_keys"
    }

    fn every(&self) -> Option<Duration> {
        Some(Duration::from_secs(60))
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            registration::sweep_idempotency_keys(run.core, on).await?;
            Ok(())
        }
        .boxed()
    }
}
