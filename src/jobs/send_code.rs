//! Mails a one-time code.

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::domain::account::{CodeLetter, SendCode, code_letter};
use crate::domain::job::{Fault, Job};
use crate::jobs::{Run, Work};
use crate::mail::Mailer;

/// Codes to prove an address with.
pub(super) struct SendCodes(pub(super) Mailer);

impl Work for SendCodes {
    fn kind(&self) -> &'static str {
        SendCode::KIND
    }

    fn outside<'a>(&'a self, run: &'a Run<'_>) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            let Some(CodeLetter { to, letter, values }) =
                code_letter(run.core, &run.asked()?).await?
            else {
                return Ok(());
            };
            self.0.send(run.job.id.0, run.core.clock.now(), &to, letter, &values).await
        }
        .boxed()
    }
}
