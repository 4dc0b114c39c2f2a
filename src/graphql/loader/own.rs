//! What only some may see at all, by id.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::audit;
use crate::entity::audit_entry;
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::AuditEntryId;

/// Lines of the audit log by id; none for anyone but admins.
#[derive(Debug)]
pub struct AuditEntries(pub Arc<Core>, pub Viewer);

impl Batch for AuditEntries {
    type Key = AuditEntryId;
    type Value = Arc<audit_entry::Model>;

    async fn load(
        &self,
        keys: &[AuditEntryId],
    ) -> Result<HashMap<AuditEntryId, Arc<audit_entry::Model>>, Failure> {
        let Ok(admin) = self.1.admin() else { return Ok(HashMap::new()) };
        let rows = audit::list::by_ids(&self.0, admin, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}
