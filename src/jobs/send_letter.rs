//! Sends a letter.

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::domain::job::{Fault, Job};
use crate::domain::mail::SendLetter;
use crate::jobs::{Run, Work};
use crate::mail::Mailer;

/// Any letter that was posted.
pub(super) struct SendLetters(pub(super) Mailer);

impl Work for SendLetters {
    fn kind(&self) -> &'static str {
        SendLetter::KIND
    }

    fn outside<'a>(&'a self, run: &'a Run<'_>) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            let SendLetter { to, letter, values } = run.asked()?;
            self.0.send(run.job.id.0, run.core.clock.now(), &to, &letter, &values).await
        }
        .boxed()
    }
}
