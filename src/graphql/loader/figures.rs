//! Figures of many events at once.

use std::collections::HashMap;
use std::sync::Arc;

use chrono_tz::Tz;

use crate::domain::Core;
use crate::domain::figures::event::{Statistics, of_events};
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// The figures of an event, by the days of its zone. Whoever loads them holds the access.
#[derive(Debug)]
pub struct Figures(pub Arc<Core>);

impl Batch for Figures {
    type Key = (EventId, Tz);
    type Value = Arc<Statistics>;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Failure> {
        let mut found = of_events(&self.0, keys).await?;
        let of = |key: &Self::Key| Some((*key, Arc::new(found.remove(&key.0)?)));
        Ok(keys.iter().filter_map(of).collect())
    }
}
