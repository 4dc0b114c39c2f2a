//! Tickets: one a seat, with a code that nobody guesses.

use chrono::{DateTime, Utc};

use crate::domain::registration::ticket_code::{STEM, TicketCode};
use crate::entity::ticket;
use crate::kernel::base32;
use crate::kernel::id::{RegistrationId, TicketId};
use crate::kernel::random::Random;

/// New letters for the tickets of a registration: fifty bits of chance.
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
        code: TicketCode::new(stem, seat_number).to_string(),
        created_at: now,
        cancelled_at: None,
        checked_in_at: None,
        checked_in_by: None,
    }
}
