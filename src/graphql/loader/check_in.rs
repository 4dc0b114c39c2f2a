//! Pages of the check-in lists of events.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::Core;
use crate::domain::registration::check_in_list::{self, CheckInEntry};
use crate::graphql::loader::batch::{Batch, grouped};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;
use crate::kernel::page::{Page, PageRequest};

/// Pages of check-in lists. Whoever loads one holds the access.
#[derive(Debug)]
pub struct CheckInPages(pub Arc<Core>);

impl Batch for CheckInPages {
    type Key = (EventId, Arc<PageRequest>);
    type Value = Page<Arc<CheckInEntry>>;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Failure> {
        let mut found = HashMap::new();
        for (request, events) in grouped(keys) {
            for (event, page) in check_in_list::pages(&self.0, &events, &request).await? {
                found.insert((event, Arc::clone(&request)), page.map(Arc::new));
            }
        }
        Ok(found)
    }
}

/// Lengths of check-in lists.
#[derive(Debug)]
pub struct CheckInCounts(pub Arc<Core>);

impl Batch for CheckInCounts {
    type Key = EventId;
    type Value = u64;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, u64>, Failure> {
        Ok(check_in_list::counts(&self.0, keys).await?.into_iter().collect())
    }
}
