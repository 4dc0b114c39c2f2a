//! How many seats an event has left, as functions of its row.

use crate::entity::event;
use crate::kernel::seats::Seats;

/// The seats left; `None` where there is no limit.
#[must_use]
pub fn remaining(event: &event::Model) -> Option<Seats> {
    event.capacity.map(|capacity| capacity - event.registered_count)
}

/// Whether no seat is left.
#[must_use]
pub fn is_full(event: &event::Model) -> bool {
    remaining(event) == Some(Seats::NONE)
}

/// Whether some seats are left, but no more than the event's threshold.
#[must_use]
pub fn is_selling_out_soon(event: &event::Model) -> bool {
    remaining(event).is_some_and(|left| left > Seats::NONE && left <= event.selling_out_threshold)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::registration::waitlist::tests::event;

    #[test]
    fn without_a_limit_nothing_runs_out() {
        let event = event(None, 1_000);
        assert_eq!(remaining(&event), None);
        assert!(!is_full(&event) && !is_selling_out_soon(&event));
    }

    #[test]
    fn seats_run_out_by_and_by() {
        for (registered, left, full, soon) in
            [(0, 10, false, false), (4, 6, false, false), (5, 5, false, true), (9, 1, false, true)]
                .into_iter()
                .chain([(10, 0, true, false)])
        {
            let event = event(Some(10), registered);
            assert_eq!(remaining(&event), Some(Seats::new(left)));
            assert_eq!((is_full(&event), is_selling_out_soon(&event)), (full, soon), "{left} left");
        }
    }
}
