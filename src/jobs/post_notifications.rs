//! Makes the mails of a batch of notifications.

use futures::FutureExt;
use futures::future::BoxFuture;
use sea_orm::DatabaseTransaction;

use crate::domain::job::{Fault, Job};
use crate::domain::notification::post::{self, PostNotifications};
use crate::jobs::{Run, Work};

/// A job a mail, for those who want it.
pub(super) struct PostingNotifications;

impl Work for PostingNotifications {
    fn kind(&self) -> &'static str {
        PostNotifications::KIND
    }

    fn inside<'a>(
        &'a self,
        run: &'a Run<'_>,
        on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async { Ok(post::fan_out(run.core, on, run.asked()?).await?) }.boxed()
    }
}
