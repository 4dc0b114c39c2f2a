//! Mails notifications.

use futures::FutureExt;
use futures::future::BoxFuture;

use crate::domain::job::{Fault, Job};
use crate::domain::letter::{self, Outgoing};
use crate::domain::notification::post::MailNotifications;
use crate::jobs::{Run, Work};
use crate::mail::{Enclosure, Extras, Mailer};

/// One mail, of one notification or of what was gathered.
pub(super) struct MailingNotifications(pub(super) Mailer);

impl Work for MailingNotifications {
    fn kind(&self) -> &'static str {
        MailNotifications::KIND
    }

    fn outside<'a>(&'a self, run: &'a Run<'_>) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            let Some(letter) = letter::write(run.core, &run.asked()?).await? else {
                return Ok(());
            };
            let extras = extras(&letter)?;
            let Outgoing { to, name, values, .. } = letter;
            let now = run.core.clock.now();
            self.0.send_with(run.job.id.0, now, &to, (name, &values), extras).await
        }
        .boxed()
    }
}

fn extras(letter: &Outgoing) -> Result<Extras, Fault> {
    let pictures = (1..).zip(&letter.codes).map(|(number, code)| Enclosure::ticket(number, code));
    let mut enclosures = pictures.collect::<Result<Vec<_>, _>>()?;
    enclosures.extend(letter.calendar.clone().map(Enclosure::calendar));
    Ok(Extras { unsubscribe: Some(letter.unsubscribe.clone()), enclosures })
}
