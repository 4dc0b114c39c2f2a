//! Gathers what a person is to be told into one mail.

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;

use crate::domain::job::{Fault, Job};
use crate::domain::notification::post::{self, GatherMail};
use crate::jobs::{Run, Work};

/// All that is marked by then.
pub(super) struct GatheringMail;

impl Work for GatheringMail {
    fn kind(&self) -> &'static str {
        GatherMail::KIND
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async { Ok(post::gather(run.core, on, &run.asked()?).await?) }.boxed()
    }
}
