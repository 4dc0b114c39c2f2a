//! What may be entered: a party that comes, one that leaves, one that changes its size.
//!
//! Entries tell what the rules of seats say and nothing else; who may make one, and when, is asked before.
//! Whoever enters something that frees seats promotes next.

use chrono::{DateTime, Utc};

use crate::domain::registration::admission::{self, Admission};
use crate::domain::registration::book::{Book, unknown};
use crate::domain::registration::ticket;
use crate::entity::registration;
use crate::entity::word::{NotificationKind, RegistrationStatus};
use crate::kernel::error::Failure;
use crate::kernel::id::{RegistrationId, UserId};
use crate::kernel::random::Random;
use crate::kernel::seats::Seats;

/// Who comes, for how many seats.
#[derive(Debug, Clone, Copy)]
pub struct Party {
    /// The person.
    pub person: UserId,
    /// Their seats.
    pub seats: Seats,
    /// Whether they would wait in line.
    pub would_wait: bool,
    /// Whether the event's editors see their address.
    pub shows_email: bool,
}

impl Book {
    /// Seats a party that has no active registration, or puts it at the end of the line.
    ///
    /// # Errors
    /// EVENT_FULL.
    pub fn admit(
        &mut self,
        party: Party,
        now: DateTime<Utc>,
        random: &dyn Random,
    ) -> Result<RegistrationId, Failure> {
        let id = RegistrationId::new(now, random);
        let mut row = registration::Model {
            id,
            event_id: self.event.id,
            user_id: party.person,
            quantity: party.seats,
            status: RegistrationStatus::Registered,
            line_number: None,
            ticket_stem: None,
            shows_email: party.shows_email,
            created_at: now,
            registered_at: None,
            cancelled_at: None,
            entered_version: self.event.version,
            left_version: None,
        };
        let admission = admission::admit(&self.event, party.seats, party.would_wait);
        match admission {
            Admission::Seated => {
                row.registered_at = Some(now);
                row.ticket_stem = Some(ticket::stem(random));
                self.event.registered_count = self.event.registered_count + party.seats;
            }
            Admission::InLine => {
                row.status = RegistrationStatus::Waitlisted;
                row.line_number = Some(self.join_line(id, party.seats));
                self.event.waitlisted_count = self.event.waitlisted_count + party.seats;
            }
            Admission::TurnedAway => return Err(admission::full().into()),
        }
        self.active.insert(party.person, id);
        self.parties.insert(id, row);
        self.made.push(id);
        if admission == Admission::Seated {
            self.tell(id, NotificationKind::Registered);
            self.tell_what_guests_know(id, now);
            self.issue(id, party.seats, now, random)?;
        } else {
            self.tell(id, NotificationKind::Waitlisted);
        }
        Ok(id)
    }

    /// Takes the seats or the place in line of an active party back; a cancelled one stays as it is.
    ///
    /// # Errors
    /// [`Failure::Internal`] where the book does not know it.
    pub fn cancel(&mut self, id: RegistrationId, now: DateTime<Utc>) -> Result<(), Failure> {
        let row = self.parties.get_mut(&id).ok_or_else(|| unknown(id))?;
        let event = &mut self.event;
        match row.status {
            RegistrationStatus::Cancelled => return Ok(()),
            RegistrationStatus::Registered => {
                event.registered_count = event.registered_count - row.quantity;
            }
            RegistrationStatus::Waitlisted => {
                event.waitlisted_count = event.waitlisted_count - row.quantity;
                self.line.leave(row.line_number);
            }
        }
        row.status = RegistrationStatus::Cancelled;
        row.line_number = None;
        row.cancelled_at = Some(now);
        row.left_version = Some(event.version);
        self.active.remove(&row.user_id);
        self.changed.insert(id);
        self.withdraw(id, Seats::NONE, now);
        Ok(())
    }

    /// Gives an active party `seats`: more of them where they are free, fewer of its last tickets. A
    /// waiting party that shrinks keeps its place, one that grows goes to the end of the line.
    ///
    /// # Errors
    /// EVENT_FULL.
    pub fn resize(
        &mut self,
        id: RegistrationId,
        seats: Seats,
        now: DateTime<Utc>,
        random: &dyn Random,
    ) -> Result<(), Failure> {
        let row = self.parties.get(&id).ok_or_else(|| unknown(id))?;
        let (before, number) = (row.quantity, row.line_number);
        let grows = seats > before;
        if seats == before {
            return Ok(());
        }
        if row.status == RegistrationStatus::Waitlisted {
            let number = if grows {
                self.line.leave(number);
                Some(self.join_line(id, seats))
            } else {
                if let Some(number) = number {
                    self.line.know(number, id, seats);
                }
                number
            };
            self.event.waitlisted_count = self.event.waitlisted_count + seats - before;
            return self.alter(id, seats, number);
        }
        if grows && !admission::fits(&self.event, seats - before) {
            return Err(admission::full().into());
        }
        self.event.registered_count = self.event.registered_count + seats - before;
        self.alter(id, seats, None)?;
        if grows {
            self.issue(id, seats - before, now, random)
        } else {
            self.withdraw(id, seats, now);
            Ok(())
        }
    }

    fn alter(
        &mut self,
        id: RegistrationId,
        seats: Seats,
        number: Option<i64>,
    ) -> Result<(), Failure> {
        let row = self.parties.get_mut(&id).ok_or_else(|| unknown(id))?;
        row.quantity = seats;
        row.line_number = number;
        self.changed.insert(id);
        Ok(())
    }

    /// Gives out the next place in line.
    fn join_line(&mut self, id: RegistrationId, seats: Seats) -> i64 {
        let number = self.event.last_line_number.saturating_add(1);
        self.event.last_line_number = number;
        self.line.know(number, id, seats);
        number
    }
}
