//! GraphQL over HTTP: what is taken, what is refused, and how it is answered.

use crate::support::{Person, Reply};

mod answers;
mod completion;
mod faults;
mod graphiql;
mod http;
mod ids;
mod introspection;
mod limits;
mod omitted;

/// Who sends without a token.
pub(super) const NOBODY: Option<&Person> = None;

/// Asserts that a request was refused before anything ran, with one error and no data.
#[track_caller]
pub(super) fn assert_refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!(reply.codes(), [code], "{:#}", reply.json());
    assert_eq!(reply.status.as_u16(), status);
    assert_eq!(reply.json().get("data"), None);
}
