//! The audit log, for admins.

mod object;
mod query;

pub use object::{AuditEntry, AuditEntryConnection, AuditEntryEdge};
pub use query::AuditQuery;
