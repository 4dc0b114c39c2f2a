//! Events by id, and the viewer's part in them.

use std::collections::HashMap;
use std::sync::Arc;

use sea_orm::{EntityTrait, QueryFilter};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::access::{Viewer, filter, shares};
use crate::domain::event::series;
use crate::entity::word::CollaboratorRole;
use crate::entity::{event, event_series};
use crate::graphql::loader::batch::Batch;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, EventSeriesId};

/// Events by id, those that the viewer sees.
#[derive(Debug)]
pub struct Events(pub Arc<Core>, pub Viewer);

impl Batch for Events {
    type Key = EventId;
    type Value = Arc<event::Model>;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, Arc<event::Model>>, Failure> {
        let rows = event::Entity::find()
            .filter(is_in(event::Column::Id, keys))
            .filter(filter::visible(&self.1))
            .all(self.0.db.read())
            .await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// Series by id, those of which the viewer sees an occurrence.
#[derive(Debug)]
pub struct Series(pub Arc<Core>, pub Viewer);

impl Batch for Series {
    type Key = EventSeriesId;
    type Value = Arc<event_series::Model>;

    async fn load(
        &self,
        keys: &[EventSeriesId],
    ) -> Result<HashMap<EventSeriesId, Arc<event_series::Model>>, Failure> {
        let rows = series::visible(self.0.db.read(), &self.1, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// What each event was shared with the viewer as.
#[derive(Debug)]
pub struct ViewerRoles(pub Arc<Core>, pub Viewer);

impl Batch for ViewerRoles {
    type Key = EventId;
    type Value = CollaboratorRole;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, CollaboratorRole>, Failure> {
        let Some(person) = self.1.person() else { return Ok(HashMap::new()) };
        shares::roles(self.0.db.read(), person, keys).await
    }
}
