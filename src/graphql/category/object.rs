//! The category as clients see it.

use std::sync::Arc;

use async_graphql::{ID, Object};

use crate::entity::category;

/// A kind of event, kept by staff.
#[derive(Clone)]
pub struct Category(pub Arc<category::Model>);

impl From<category::Model> for Category {
    fn from(row: category::Model) -> Self {
        Self(Arc::new(row))
    }
}

/// A kind of event, kept by staff.
#[Object]
impl Category {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Shown to people.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// For addresses and filters: lower-case words joined by hyphens.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// A few sentences; may be empty.
    async fn description(&self) -> &str {
        &self.0.description
    }
}
