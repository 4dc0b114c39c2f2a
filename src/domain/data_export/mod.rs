//! Everything that the server stores about a person, for them to take away.
//!
//! Each section is a small file here. A feature that stores something new of people adds its own and names it in
//! `SECTIONS`; `tests/it/account/data_export.rs` fails for a column that refers to people and is in none.
//!
//! An export is bounded: of each section the newest [`MOST`] rows, of texts as long as those of events the
//! newest [`MOST_LONG`], and `isComplete` says whether that is all. It is read in chunks, in no transaction, by
//! one statement a section and chunk; how many a person gets is throttled.

mod account;
mod addresses;
mod events;
mod log;
mod notifications;
mod registrations;
mod section;

use futures::future::BoxFuture;
use serde_json::{Map, Value};

use crate::domain::Core;
use crate::domain::access::SignedIn;
use crate::domain::throttle::{self, Attempt};
use crate::kernel::error::Failure;

pub use section::{MOST, MOST_LONG};

type Exporter = for<'a> fn(&'a Core, &'a SignedIn) -> BoxFuture<'a, Result<Value, Failure>>;

/// What there is, in the order in which it is written.
const SECTIONS: [(&str, Exporter); 14] = [
    ("profile", |core, person| Box::pin(account::profile(core, person))),
    ("sessions", |core, person| Box::pin(account::sessions(core, person))),
    ("registrations", |core, person| Box::pin(registrations::registrations(core, person))),
    ("idempotencyKeys", |core, person| Box::pin(registrations::keys(core, person))),
    ("checkIns", |core, person| Box::pin(registrations::check_ins(core, person))),
    ("events", |core, person| Box::pin(events::organized(core, person))),
    ("collaborations", |core, person| Box::pin(events::collaborations(core, person))),
    ("invitations", |core, person| Box::pin(addresses::invitations(core, person))),
    ("invited", |core, person| Box::pin(addresses::invited(core, person))),
    ("pendingAddress", |core, person| Box::pin(addresses::pending(core, person))),
    ("eventChanges", |core, person| Box::pin(events::changes(core, person))),
    ("feedback", |core, person| Box::pin(events::feedback(core, person))),
    ("notifications", |core, person| Box::pin(notifications::notifications(core, person))),
    ("auditLog", |core, person| Box::pin(log::lines(core, person))),
];

/// Everything about the person, section by section.
///
/// # Errors
/// [`Failure::RateLimited`] after too many exports.
pub async fn export(core: &Core, person: &SignedIn) -> Result<Value, Failure> {
    let attempt = Attempt {
        rule: &throttle::EXPORT,
        account: &person.user.id.to_string(),
        address: None,
        is_at_home: false,
    };
    // Never given back: it is the reading that is dear.
    let _taken = attempt.take(core).await?;
    let mut sections = Map::new();
    sections.insert("exportedAt".to_owned(), section::time(core.clock.now()));
    for (name, exporter) in SECTIONS {
        sections.insert(name.to_owned(), exporter(core, person).await?);
    }
    Ok(Value::Object(sections))
}
