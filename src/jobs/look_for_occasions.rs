//! Looks for events that start soon or are over.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;

use crate::domain::job::Fault;
use crate::domain::notification::occasion;
use crate::jobs::{Run, Work};

/// Three times a minute: whoever is to be reminded is so within half a minute of the time.
pub(super) struct LookForOccasions;

impl Work for LookForOccasions {
    fn kind(&self) -> &'static str {
        "look_for_occasions"
    }

    fn every(&self) -> Option<Duration> {
        Some(Duration::from_secs(20))
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async { Ok(occasion::look(run.core, on).await?) }.boxed()
    }
}
