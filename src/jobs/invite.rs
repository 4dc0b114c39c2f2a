//! Mails an invitation to an address.

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::domain::job::{Fault, Job};
use crate::domain::sharing::{Invite, invitation_letter};
use crate::jobs::{Run, Work};
use crate::mail::{Extras, Mailer};

/// One mail to one invited address.
pub(super) struct Inviting(pub(super) Mailer);

impl Work for Inviting {
    fn kind(&self) -> &'static str {
        Invite::KIND
    }

    fn outside<'a>(&'a self, run: &'a Run<'_>) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            let Some(letter) = invitation_letter(run.core, &run.asked()?).await? else {
                return Ok(());
            };
            let extras = Extras { unsubscribe: Some(letter.unsubscribe), ..Extras::default() };
            let (now, said) = (run.core.clock.now(), ("invitation", &letter.values));
            self.0.send_with(run.job.id.0, now, &letter.to, said, extras).await
        }
        .boxed()
    }
}
