//! What nested fields ask of feedback.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::feedback::list;
use crate::entity::feedback;
use crate::graphql::loader::batch::{Batch, grouped};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, FeedbackId};
use crate::kernel::page::{Page, PageRequest};

/// Feedback by id. Whoever loads one sees to it that the viewer sees its event.
#[derive(Debug)]
pub struct FeedbackById(pub Arc<Core>);

impl Batch for FeedbackById {
    type Key = FeedbackId;
    type Value = Arc<feedback::Model>;

    async fn load(
        &self,
        keys: &[FeedbackId],
    ) -> Result<HashMap<FeedbackId, Arc<feedback::Model>>, Failure> {
        let rows = list::by_ids(&self.0, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// The viewer's own feedback on an event.
#[derive(Debug)]
pub struct ViewerFeedback(pub Arc<Core>, pub Viewer);

impl Batch for ViewerFeedback {
    type Key = EventId;
    type Value = Arc<feedback::Model>;

    async fn load(
        &self,
        keys: &[EventId],
    ) -> Result<HashMap<EventId, Arc<feedback::Model>>, Failure> {
        let Some(person) = self.1.id() else { return Ok(HashMap::new()) };
        let rows = list::of_person(&self.0, person, keys).await?;
        Ok(rows.into_iter().map(|row| (row.event_id, Arc::new(row))).collect())
    }
}

/// Pages of the feedback on events.
#[derive(Debug)]
pub struct FeedbackPages(pub Arc<Core>);

impl Batch for FeedbackPages {
    type Key = (EventId, Arc<PageRequest>);
    type Value = Page<Arc<feedback::Model>>;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Failure> {
        let mut found = HashMap::new();
        for (request, events) in grouped(keys) {
            for (event, page) in list::of_events(&self.0, &events, &request).await? {
                found.insert((event, Arc::clone(&request)), page.map(Arc::new));
            }
        }
        Ok(found)
    }
}
