//! Mail in development: printed to the log.

use futures::future::{BoxFuture, FutureExt, ready};

use crate::domain::job::Fault;
use crate::mail::{Mail, Transport};

/// Prints each mail instead of sending it.
#[derive(Debug)]
pub(super) struct Console;

impl Transport for Console {
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), Fault>> {
        let Mail { to, subject, text, .. } = mail;
        tracing::info!(
            "SMTP_URL is not set, so here is the mail\nTo: {to}\nSubject: {subject}\n\n{text}"
        );
        ready(Ok(())).boxed()
    }
}
