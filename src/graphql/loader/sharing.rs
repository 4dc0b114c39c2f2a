//! Whom events are shared with.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{Core, sharing};
use crate::entity::{event_collaborator, event_invitation};
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// The collaborators of an event. Whoever loads them holds the access.
#[derive(Debug)]
pub struct Collaborators(pub Arc<Core>);

impl Batch for Collaborators {
    type Key = EventId;
    type Value = Arc<Vec<event_collaborator::Model>>;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, Self::Value>, Failure> {
        let found = sharing::collaborators(self.0.db.read(), keys).await?;
        Ok(found.into_iter().map(|(event, rows)| (event, Arc::new(rows))).collect())
    }
}

/// The invitations to an event. Whoever loads them holds the access of its owner.
#[derive(Debug)]
pub struct Invitations(pub Arc<Core>);

impl Batch for Invitations {
    type Key = EventId;
    type Value = Arc<Vec<event_invitation::Model>>;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, Self::Value>, Failure> {
        let found = sharing::invitations(self.0.db.read(), keys).await?;
        Ok(found.into_iter().map(|(event, rows)| (event, Arc::new(rows))).collect())
    }
}
