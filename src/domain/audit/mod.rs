//! The audit log: who did what to whom, and from where.
//!
//! A command calls [`record`] in its own transaction, so that a line stands where and only where the change
//! does. To record one more thing: a variant of [`Action`], a call. Details are for a machine to compare:
//! ids, words of the schema, numbers. Never a name, an address or a text that somebody wrote, for the log
//! outlives the accounts it tells of.

mod action;
mod forget;
pub mod list;
mod record;

pub use action::Action;
pub use forget::{forget_person, sweep};
pub use list::AuditFilter;
pub use record::{Actor, Entry, record, record_all};
