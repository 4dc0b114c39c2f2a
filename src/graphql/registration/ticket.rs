//! The ticket as clients see it.

use std::sync::Arc;

use async_graphql::{ID, Object};

use crate::entity::{registration, ticket};
use crate::graphql::registration::Registration;

/// The right to one seat.
#[derive(Clone)]
pub struct Ticket {
    pub(super) row: Arc<ticket::Model>,
    pub(super) holder: Arc<registration::Model>,
}

/// The right to one seat.
#[Object]
impl Ticket {
    /// Opaque and globally unique.
    pub async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// EVT-XXXXXXXXXX-N: unguessable, without look-alike letters; N counts the seats of one
    /// registration.
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// The registration that the seat belongs to.
    async fn registration(&self) -> Registration {
        Registration(Arc::clone(&self.holder))
    }
}
