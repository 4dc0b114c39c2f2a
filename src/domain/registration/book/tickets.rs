//! The tickets of the parties in a book.

use chrono::{DateTime, Utc};

use crate::domain::registration::book::{Book, unknown};
use crate::domain::registration::ticket;
use crate::kernel::error::Failure;
use crate::kernel::id::RegistrationId;
use crate::kernel::random::Random;
use crate::kernel::seats::Seats;

impl Book {
    /// Makes `seats` more tickets for a registration. They are numbered after the last that it ever had,
    /// so that the code of one that was given back never comes alive again.
    pub(super) fn issue(
        &mut self,
        id: RegistrationId,
        seats: Seats,
        now: DateTime<Utc>,
        random: &dyn Random,
    ) -> Result<(), Failure> {
        let row = self.parties.get(&id).ok_or_else(|| unknown(id))?;
        let Some(stem) = &row.ticket_stem else {
            return Err(Failure::internal(
                "a registration with seats has no letters for its tickets",
            ));
        };
        let tickets = self.tickets.entry(id).or_default();
        let last = tickets.iter().map(|ticket| ticket.seat_number).max().unwrap_or_default();
        for step in 1..=seats.count() {
            let ticket = ticket::new(id, stem, last.saturating_add(step), now, random);
            self.issued.insert(ticket.id);
            tickets.push(ticket);
        }
        Ok(())
    }

    /// Takes tickets back, keeping the first `kept` that are good.
    pub(super) fn withdraw(&mut self, id: RegistrationId, kept: Seats, now: DateTime<Utc>) {
        let kept = usize::try_from(kept.count()).unwrap_or_default();
        let tickets = self.tickets.entry(id).or_default();
        tickets.sort_unstable_by_key(|ticket| ticket.seat_number);
        let good = tickets.iter_mut().filter(|ticket| ticket.cancelled_at.is_none());
        for ticket in good.skip(kept) {
            ticket.cancelled_at = Some(now);
            self.withdrawn.insert(ticket.id);
        }
    }
}
