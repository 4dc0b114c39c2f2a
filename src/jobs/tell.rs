//! Tells many people, a step at a time; each enqueues the next in its own transaction.

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;

use crate::domain::job::{Fault, Job};
use crate::domain::notification::announce::{self, TellRegistrants};
use crate::domain::notification::occasion::{self, TellGuests};
use crate::jobs::{Run, Work};

/// All registrants of an event, of a change.
pub(super) struct TellingRegistrants;

impl Work for TellingRegistrants {
    fn kind(&self) -> &'static str {
        TellRegistrants::KIND
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async { Ok(announce::step(run.core, on, run.asked()?).await?) }.boxed()
    }
}

/// All guests of an event, of what the clock brings about.
pub(super) struct TellingGuests;

impl Work for TellingGuests {
    fn kind(&self) -> &'static str {
        TellGuests::KIND
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async { Ok(occasion::step(run.core, on, run.asked()?).await?) }.boxed()
    }
}
