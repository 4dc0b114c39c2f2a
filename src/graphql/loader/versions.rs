//! Versions of events by their numbers.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::{Core, version};
use crate::entity::event_version;
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// Versions of events by their numbers. Whoever loads one holds the access.
#[derive(Debug)]
pub struct Versions(pub Arc<Core>);

impl Batch for Versions {
    type Key = (EventId, i32);
    type Value = Arc<event_version::Model>;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Failure> {
        let rows = version::by_numbers(&self.0, keys).await?;
        Ok(rows.into_iter().map(|row| ((row.event_id, row.number), Arc::new(row))).collect())
    }
}
