//! The audit log: what it tells, and to whom.

use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use turnout::entity::audit_entry;
use turnout::kernel::id::AnyId;

use crate::support::{Person, TestApp};

mod denied;
mod list;
mod own;
mod record;

pub(crate) const LOG: &str = "query($first: Int, $after: String, $last: Int, $before: String,
    $filter: AuditFilter) {
    auditLog(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
        totalCount edges { cursor }
        nodes { id action subjectId details ipAddress createdAt actor { id username } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

impl TestApp {
    /// The log as the database has it, oldest first: who (a username), what, to what, with what.
    pub(crate) async fn audit(&self) -> Vec<(Option<String>, String, String, Value)> {
        let order = audit_entry::Column::CreatedAt;
        let rows = audit_entry::Entity::find().order_by_asc(order).all(self.core.db.read()).await;
        let mut lines = Vec::new();
        for row in rows.unwrap() {
            let actor = match row.actor_id {
                Some(id) => Some(self.user_row(id).await.username),
                None => None,
            };
            let subject = AnyId::of(&row.subject_kind, row.subject_id).unwrap().to_string();
            lines.push((actor, row.action, subject, row.details));
        }
        lines
    }

    /// What `person` sees of the log: `action` by `action`, newest first.
    async fn actions(&self, person: &Person, filter: Value) -> Vec<String> {
        let variables = json!({ "filter": filter });
        let nodes = self.send(person, LOG, variables).await.at("auditLog.nodes");
        let action = |node: &Value| node["action"].as_str().unwrap().to_owned();
        nodes.as_array().unwrap().iter().map(action).collect()
    }
}

/// A line that `who` is to be told of.
pub(crate) fn line(
    who: &Person,
    action: &str,
    subject: &str,
    details: Value,
) -> (Option<String>, String, String, Value) {
    (Some(who.username.clone()), action.to_owned(), subject.to_owned(), details)
}
