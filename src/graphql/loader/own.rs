//! What only some may see at all, by id.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::{account, audit, notification as notifications};
use crate::entity::{audit_entry, notification, session};
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::{AuditEntryId, NotificationId, SessionId};

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

/// The viewer's own live sessions by id.
#[derive(Debug)]
pub struct Sessions(pub Arc<Core>, pub Viewer);

impl Batch for Sessions {
    type Key = SessionId;
    type Value = Arc<session::Model>;

    async fn load(
        &self,
        keys: &[SessionId],
    ) -> Result<HashMap<SessionId, Arc<session::Model>>, Failure> {
        let Some(person) = self.1.person() else { return Ok(HashMap::new()) };
        let rows = account::sessions_by_ids(&self.0, person, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// The viewer's own notifications by id.
#[derive(Debug)]
pub struct Notifications(pub Arc<Core>, pub Viewer);

impl Batch for Notifications {
    type Key = NotificationId;
    type Value = Arc<notification::Model>;

    async fn load(
        &self,
        keys: &[NotificationId],
    ) -> Result<HashMap<NotificationId, Arc<notification::Model>>, Failure> {
        let Some(person) = self.1.person() else { return Ok(HashMap::new()) };
        let rows = notifications::list::by_ids(&self.0, person, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}
