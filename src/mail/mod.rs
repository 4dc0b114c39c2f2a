//! Floor 3: mail. What letters say is in `templates/`, one text and one HTML file each; how they leave is a
//! [`Transport`]: SMTP, the log in development, a test's own.
//!
//! To add a letter: its struct with [`Letter`](crate::domain::mail::Letter) in the domain, `NAME.txt` (the first
//! line is the subject) and `NAME.html` in `templates/`, and its name in `templates.rs`.

mod compose;
mod console;
mod enclosure;
mod png;
mod smtp;
mod templates;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::future::{BoxFuture, FutureExt, ready};
use serde::Serialize;
use uuid::Uuid;

use crate::config::{Config, Environment};
use crate::domain::job::Fault;
use crate::kernel::error::Failure;
use crate::mail::templates::Templates;

pub use enclosure::Enclosure;

/// A letter as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The sender, perhaps with a name.
    pub from: String,
    /// The bare address.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The same in HTML.
    pub html: String,
    /// The same at each attempt at one job, so that a doubled delivery shows.
    pub message_id: String,
    /// When it is sent.
    pub date: DateTime<Utc>,
    /// What goes along.
    pub extras: Extras,
}

/// What goes along with a mail beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extras {
    /// Where one post ends mail of this kind (RFC 8058).
    pub unsubscribe: Option<String>,
    /// Files.
    pub enclosures: Vec<Enclosure>,
}

/// How mail leaves the server.
pub trait Transport: Send + Sync + std::fmt::Debug {
    /// Sends `mail`; the fault says whether to try again.
    fn send<'a>(&'a self, mail: &'a Mail) -> BoxFuture<'a, Result<(), Fault>>;
}

/// Writes letters and sends them.
#[derive(Debug, Clone)]
pub struct Mailer {
    transport: Arc<dyn Transport>,
    templates: Arc<Templates>,
    from: String,
    public_url: String,
}

impl Mailer {
    /// A mailer as the operator set it up, or with a transport of the caller's.
    ///
    /// # Errors
    /// [`Failure::Internal`] where a template or the certificate of the SMTP server cannot be read.
    pub fn new(config: &Config, transport: Option<Arc<dyn Transport>>) -> Result<Self, Failure> {
        let transport = match (transport, &config.mail.smtp) {
            (Some(transport), _) => transport,
            (None, Some(smtp)) => Arc::new(smtp::Smtp::new(smtp)?),
            (None, None) if config.environment == Environment::Development => {
                Arc::new(console::Console)
            }
            (None, None) => Arc::new(Nowhere),
        };
        Ok(Self {
            transport,
            templates: Arc::new(Templates::new().map_err(Failure::internal)?),
            from: config.mail.from.clone(),
            public_url: config.http.public_url.clone(),
        })
    }

    /// Sends the letter `name` with its `values` to `to`. `id` is the job's.
    ///
    /// # Errors
    /// [`Fault`], which says whether to try again.
    pub async fn send(
        &self,
        id: Uuid,
        now: DateTime<Utc>,
        to: &str,
        name: &str,
        values: &impl Serialize,
    ) -> Result<(), Fault> {
        self.send_with(id, now, to, (name, values), Extras::default()).await
    }

    /// As [`Mailer::send`], with what goes along.
    ///
    /// # Errors
    /// [`Fault`], which says whether to try again.
    pub async fn send_with(
        &self,
        id: Uuid,
        now: DateTime<Utc>,
        to: &str,
        (name, values): (&str, &impl Serialize),
        extras: Extras,
    ) -> Result<(), Fault> {
        let written = self.templates.write(name, values, &self.public_url);
        let written =
            written.map_err(|fault| Fault::GiveUp(format!("the letter {name}: {fault:#}")))?;
        let host =
            self.from.trim_end_matches('>').rsplit_once('@').map_or("localhost", |(_, host)| host);
        let mail = Mail {
            from: self.from.clone(),
            to: to.to_owned(),
            subject: written.subject,
            text: written.text,
            html: written.html,
            message_id: format!("<{}@{host}>", id.simple()),
            date: now,
            extras,
        };
        self.transport.send(&mail).await
    }
}

/// Production without an SMTP server, which the server warns of at its start.
#[derive(Debug)]
struct Nowhere;

impl Transport for Nowhere {
    fn send<'a>(&'a self, _mail: &'a Mail) -> BoxFuture<'a, Result<(), Fault>> {
        tracing::debug!("SMTP_URL is not set: a mail was not sent");
        ready(Ok(())).boxed()
    }
}
