//! Pages of events that hang on many parents, and how long those lists are: one statement for all
//! parents of which the same is asked.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::event::list::{EventQuery, Parent, counts, pages};
use crate::entity::event;
use crate::graphql::loader::batch::{Batch, grouped_by};
use crate::kernel::error::Failure;
use crate::kernel::page::{Page, PageRequest};

/// A list of events under one parent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventCountKey {
    parent: Parent,
    id: Uuid,
    query: Arc<EventQuery>,
}

impl EventCountKey {
    /// The list of the parent `id`.
    #[must_use]
    pub fn new(parent: Parent, id: Uuid, query: EventQuery) -> Self {
        Self { parent, id, query: Arc::new(query) }
    }
}

/// A page of such a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EventPageKey {
    /// Which list.
    pub list: EventCountKey,
    /// Which page of it.
    pub page: PageRequest,
}

/// Pages of events under many parents.
#[derive(Debug)]
pub struct EventPages(pub Arc<Core>, pub Viewer);

impl Batch for EventPages {
    type Key = EventPageKey;
    type Value = Page<Arc<event::Model>>;

    async fn load(
        &self,
        keys: &[EventPageKey],
    ) -> Result<HashMap<EventPageKey, Self::Value>, Failure> {
        let mut loaded = HashMap::with_capacity(keys.len());
        for (asked, keys) in
            grouped_by(keys, |key| (key.list.parent, Arc::clone(&key.list.query), key.page.clone()))
        {
            let (parent, query, page) = asked;
            let parents: Vec<Uuid> = keys.iter().map(|key| key.list.id).collect();
            let mut found = pages(&self.0, &self.1, parent, &parents, &query, &page).await?;
            for key in keys {
                if let Some(page) = found.remove(&key.list.id) {
                    loaded.insert(key.clone(), page.map(Arc::new));
                }
            }
        }
        Ok(loaded)
    }
}

/// How many events lists under many parents have.
#[derive(Debug)]
pub struct EventCounts(pub Arc<Core>, pub Viewer);

impl Batch for EventCounts {
    type Key = EventCountKey;
    type Value = u64;

    async fn load(&self, keys: &[EventCountKey]) -> Result<HashMap<EventCountKey, u64>, Failure> {
        let mut loaded = HashMap::with_capacity(keys.len());
        for ((parent, query), keys) in grouped_by(keys, |key| (key.parent, Arc::clone(&key.query)))
        {
            let parents: Vec<Uuid> = keys.iter().map(|key| key.id).collect();
            let found = counts(&self.0, &self.1, parent, &parents, &query).await?;
            for key in keys {
                loaded.insert(key.clone(), found.get(&key.id).copied().unwrap_or_default());
            }
        }
        Ok(loaded)
    }
}
