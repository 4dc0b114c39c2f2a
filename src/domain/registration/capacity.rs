//! How many seats are left, of the counters of an event.

use crate::entity::event;
use crate::kernel::seats::Seats;

/// The free seats; `None` where there is no limit.
#[must_use]
pub fn remaining(event: &event::Model) -> Option<Seats> {
    event.capacity.map(|capacity| capacity - event.registered_count)
}
