//! Tickets: one a seat, with a code that nobody guesses.

use chrono::{DateTime, Utc};

use crate::entity::ticket;
use crate::kernel::base32;
use crate::kernel::id::{RegistrationId, TicketId};
use crate::kernel::random::Random;

/// Letters that the tickets of one registration share: fifty bits of chance.
const STEM: usize = 10;

/// New letters for the tickets of a registration.
pub(super) fn stem(random: &dyn Random) -> String {
    let mut bytes = [0_u8; STEM];
    random.fill(&mut bytes);
    base32::letters(&bytes)
}

/// The ticket of one seat.
pub(super) fn new(
    registration: RegistrationId,
    stem: &str,
    seat_number: i32,
    now: DateTime<Utc>,
    random: &dyn Random,
) -> ticket::Model {
    ticket::Model {
        id: TicketId::new(now, random),
        registration_id: registration,
        seat_number,
        code: format!("EVT-{stem}-{seat_number}"),
        created_at: now,
        cancelled_at: None,
        checked_in_at: None,
        checked_in_by: None,
    }
}
