//! What nested fields ask of registrations.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::Core;
use crate::domain::access::Viewer;
use crate::domain::registration::{guests, list, lookup};
use crate::entity::word::RegistrationStatus;
use crate::entity::{registration, ticket, user};
use crate::graphql::loader::batch::{Batch, grouped};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId, TicketId};
use crate::kernel::page::{Page, PageRequest};

/// Registrations by id. Whoever loads one asks `privacy::sees` before showing it.
#[derive(Debug)]
pub struct Registrations(pub Arc<Core>);

impl Batch for Registrations {
    type Key = RegistrationId;
    type Value = Arc<registration::Model>;

    async fn load(
        &self,
        keys: &[RegistrationId],
    ) -> Result<HashMap<RegistrationId, Arc<registration::Model>>, Failure> {
        let rows = lookup::by_ids(&self.0, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// Tickets by id. Whoever loads one asks `privacy::sees_tickets` before showing it.
#[derive(Debug)]
pub struct Tickets(pub Arc<Core>);

impl Batch for Tickets {
    type Key = TicketId;
    type Value = Arc<ticket::Model>;

    async fn load(
        &self,
        keys: &[TicketId],
    ) -> Result<HashMap<TicketId, Arc<ticket::Model>>, Failure> {
        let rows = lookup::tickets_by_ids(&self.0, keys).await?;
        Ok(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    }
}

/// The viewer's own active registration for an event.
#[derive(Debug)]
pub struct ViewerRegistrations(pub Arc<Core>, pub Viewer);

impl Batch for ViewerRegistrations {
    type Key = EventId;
    type Value = Arc<registration::Model>;

    async fn load(
        &self,
        keys: &[EventId],
    ) -> Result<HashMap<EventId, Arc<registration::Model>>, Failure> {
        let Some(person) = self.1.id() else { return Ok(HashMap::new()) };
        let rows = lookup::active_of_person(&self.0, person, keys).await?;
        Ok(rows.into_iter().map(|row| (row.event_id, Arc::new(row))).collect())
    }
}

/// The good tickets of a registration.
#[derive(Debug)]
pub struct TicketsOf(pub Arc<Core>);

impl Batch for TicketsOf {
    type Key = RegistrationId;
    type Value = Arc<Vec<ticket::Model>>;

    async fn load(
        &self,
        keys: &[RegistrationId],
    ) -> Result<HashMap<RegistrationId, Arc<Vec<ticket::Model>>>, Failure> {
        let found = lookup::tickets(&self.0, keys).await?;
        Ok(found.into_iter().map(|(id, tickets)| (id, Arc::new(tickets))).collect())
    }
}

/// The place in line of a waiting registration.
#[derive(Debug)]
pub struct Positions(pub Arc<Core>);

impl Batch for Positions {
    type Key = RegistrationId;
    type Value = i32;

    async fn load(&self, keys: &[RegistrationId]) -> Result<HashMap<RegistrationId, i32>, Failure> {
        lookup::positions(self.0.db.read(), keys).await
    }
}

/// Pages of guest lists.
#[derive(Debug)]
pub struct GuestPages(pub Arc<Core>);

impl Batch for GuestPages {
    type Key = (EventId, Arc<PageRequest>);
    type Value = Page<Arc<user::Model>>;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Failure> {
        let mut found = HashMap::new();
        for (request, events) in grouped(keys) {
            for (event, page) in guests::pages(&self.0, &events, &request).await? {
                found.insert((event, Arc::clone(&request)), page.map(Arc::new));
            }
        }
        Ok(found)
    }
}

/// Lengths of guest lists.
#[derive(Debug)]
pub struct GuestCounts(pub Arc<Core>);

impl Batch for GuestCounts {
    type Key = EventId;
    type Value = u64;

    async fn load(&self, keys: &[EventId]) -> Result<HashMap<EventId, u64>, Failure> {
        Ok(guests::counts(&self.0, keys).await?.into_iter().collect())
    }
}

/// Which of an event's registrations.
pub type Statuses = Arc<Vec<RegistrationStatus>>;

/// Pages of events' registrations. Whoever loads one holds the access.
#[derive(Debug)]
pub struct RegistrationPages(pub Arc<Core>);

impl Batch for RegistrationPages {
    type Key = (EventId, (Statuses, Arc<PageRequest>));
    type Value = Page<Arc<registration::Model>>;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, Self::Value>, Failure> {
        let mut found = HashMap::new();
        for ((statuses, request), events) in grouped(keys) {
            for (event, page) in list::of_events(&self.0, &events, &statuses, &request).await? {
                let key = (event, (Arc::clone(&statuses), Arc::clone(&request)));
                found.insert(key, page.map(Arc::new));
            }
        }
        Ok(found)
    }
}

/// Numbers of events' registrations.
#[derive(Debug)]
pub struct RegistrationCounts(pub Arc<Core>);

impl Batch for RegistrationCounts {
    type Key = (EventId, Statuses);
    type Value = u64;

    async fn load(&self, keys: &[Self::Key]) -> Result<HashMap<Self::Key, u64>, Failure> {
        let mut found = HashMap::new();
        for (statuses, events) in grouped(keys) {
            for (event, count) in list::counts_of_events(&self.0, &events, &statuses).await? {
                found.insert((event, Arc::clone(&statuses)), count);
            }
        }
        Ok(found)
    }
}
