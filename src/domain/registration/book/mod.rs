//! The books of one event: who has seats, who waits, and what each request changes.
//!
//! A [`Book`] is opened on the locked row of an event with the rows that the requests are about. Requests
//! are entered one after the other, in memory; nothing here waits or reads, and the clock and chance are
//! passed in. What has to be written is taken out at the end ([`Book::close`]), however many requests there
//! were. Where seats come free the book asks for the next stretch of the line ([`Book::promote`]) until it
//! has seen who fits.
//!
//! Everything that moves seats goes through here: the desk, a changed capacity, an account that leaves.

mod entries;
mod line;
mod tickets;

#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod naive_model;

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use crate::domain::notification::{Note, message, occasion};
use crate::domain::registration::waitlist::next_in;
use crate::domain::registration::{capacity, ticket};
use crate::entity::word::{EventStatus, NotificationKind, RegistrationStatus};
use crate::entity::{event, registration, ticket as ticket_entity};
use crate::kernel::error::Failure;
use crate::kernel::id::{RegistrationId, TicketId, UserId};
use crate::kernel::random::Random;
use crate::kernel::seats::Seats;

pub use entries::Party;
use line::Line;
pub use line::Stretch;

/// An event under its lock, and what is known of its registrations.
#[derive(Debug)]
pub struct Book {
    event: event::Model,
    opened: event::Model,
    parties: HashMap<RegistrationId, registration::Model>,
    active: HashMap<UserId, RegistrationId>,
    tickets: HashMap<RegistrationId, Vec<ticket_entity::Model>>,
    line: Line,
    made: Vec<RegistrationId>,
    changed: HashSet<RegistrationId>,
    issued: HashSet<TicketId>,
    withdrawn: HashSet<TicketId>,
    promoted: Vec<RegistrationId>,
    notes: Vec<Note>,
}

/// A registration at its turn, with all that a client may ask of it, so that the answer shows one state
/// and not a later one.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The registration.
    pub registration: registration::Model,
    /// Its event.
    pub event: event::Model,
    /// Its tickets that are good.
    pub tickets: Vec<ticket_entity::Model>,
    /// Its place in line, from 1, while it waits.
    pub position: Option<i32>,
}

/// What the entries come to.
#[derive(Debug, Default)]
pub struct Closing {
    /// The event's row, where its counters moved.
    pub event: Option<event::Model>,
    /// Rows to insert, in the order in which they were made.
    pub made: Vec<registration::Model>,
    /// Rows to update: quantity, status, place in line, stem and times.
    pub changed: Vec<registration::Model>,
    /// Tickets to insert.
    pub issued: Vec<ticket_entity::Model>,
    /// Tickets to mark cancelled.
    pub withdrawn: Vec<ticket_entity::Model>,
    /// Registrations that got their seats from the line, in that order.
    pub promoted: Vec<RegistrationId>,
    /// What people are to be told, in the order in which it came to be.
    pub notes: Vec<Note>,
}

impl Book {
    /// Opens the books of `event`, its row as locked. `waiting` tells how many parties are in line where
    /// the row itself does not ([`line_length`]).
    #[must_use]
    pub fn open(event: event::Model, waiting: Option<i32>) -> Self {
        let length = line_length(&event).or(waiting).unwrap_or_default();
        Self {
            opened: event.clone(),
            line: Line::new(length, event.last_line_number),
            event,
            parties: HashMap::new(),
            active: HashMap::new(),
            tickets: HashMap::new(),
            made: Vec::new(),
            changed: HashSet::new(),
            issued: HashSet::new(),
            withdrawn: HashSet::new(),
            promoted: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// The event as it now is.
    #[must_use]
    pub fn event(&self) -> &event::Model {
        &self.event
    }

    /// Tells the book of a registration as the database has it, with all tickets that it ever had, and
    /// while it waits how many parties are ahead of it. What the book knows already it knows better.
    pub fn know(
        &mut self,
        row: registration::Model,
        tickets: Vec<ticket_entity::Model>,
        ahead: Option<i32>,
    ) {
        if self.parties.contains_key(&row.id) {
            return;
        }
        if let Some(number) = row.line_number {
            self.line.know(number, row.id, row.quantity);
            if let Some(ahead) = ahead {
                self.line.count_ahead(number, ahead);
            }
        }
        if row.status != RegistrationStatus::Cancelled {
            self.active.insert(row.user_id, row.id);
        }
        self.tickets.insert(row.id, tickets);
        self.parties.insert(row.id, row);
    }

    /// A registration that the book knows.
    #[must_use]
    pub fn party(&self, id: RegistrationId) -> Option<&registration::Model> {
        self.parties.get(&id)
    }

    /// The active registration of a person, where the book knows of one.
    #[must_use]
    pub fn active(&self, person: UserId) -> Option<&registration::Model> {
        self.active.get(&person).and_then(|id| self.parties.get(id))
    }

    /// What a registration that the book knows looks like now.
    #[must_use]
    pub fn outcome(&self, id: RegistrationId) -> Option<Outcome> {
        let registration = self.parties.get(&id)?.clone();
        let position = registration.line_number.map(|number| self.line.position(number));
        let tickets = self.tickets.get(&id).into_iter().flatten();
        let good = tickets.filter(|ticket| ticket.cancelled_at.is_none()).cloned().collect();
        Some(Outcome { registration, event: self.event.clone(), tickets: good, position })
    }

    /// Gives free seats to the earliest waiting parties that fit. Answers the stretch of the line that
    /// it has to be told of ([`Book::read`]) before it can go on, `None` where it is done: then nobody in
    /// line fits into what is free. A draft or cancelled event gives nothing away.
    ///
    /// # Errors
    /// [`Failure::Internal`] where the books are wrong.
    pub fn promote(
        &mut self,
        now: DateTime<Utc>,
        random: &dyn Random,
    ) -> Result<Option<Stretch>, Failure> {
        loop {
            let free = capacity::remaining(&self.event);
            let waits = self.event.waitlisted_count > Seats::NONE;
            if self.event.status != EventStatus::Published || !waits || free == Some(Seats::NONE) {
                return Ok(None);
            }
            let horizon = self.line.horizon(free);
            let line = self.line.until(horizon);
            let parties: Vec<Seats> = line.iter().map(|(_, seats)| *seats).collect();
            for place in next_in(free, &parties) {
                if let Some((id, _)) = line.get(place) {
                    self.seat(*id, now, random)?;
                }
            }
            let free = capacity::remaining(&self.event);
            if horizon == i64::MAX || free == Some(Seats::NONE) {
                return Ok(None);
            }
            let seen = self.line.horizon(free);
            // With fewer seats left, fewer parties come into question, and more of those are known.
            if seen == horizon {
                return Ok(Some(Stretch { beyond: seen, fitting: free }));
            }
        }
    }

    /// Tells the book the stretch that it asked for: the first waiting parties behind it that fit, in order;
    /// `is_last` where there are no more.
    pub fn read(&mut self, stretch: Stretch, line: Vec<registration::Model>, is_last: bool) {
        let last = line.iter().filter_map(|party| party.line_number).max();
        for party in line {
            self.know(party, Vec::new(), None);
        }
        let seen = if is_last { i64::MAX } else { last.unwrap_or(stretch.beyond) };
        self.line.saw(stretch.fitting, seen);
    }

    /// Ends the entries.
    #[must_use]
    pub fn close(mut self) -> (event::Model, Closing) {
        let (promoted, notes) = (self.promoted, self.notes);
        let mut closing = Closing { promoted, notes, ..Closing::default() };
        if self.event != self.opened {
            self.event.line_length = self.line.length();
            self.event.line_length_number = self.event.last_line_number;
            self.event.line_length_seats = self.event.waitlisted_count;
            closing.event = Some(self.event.clone());
        }
        closing.made = self.made.iter().filter_map(|id| self.parties.get(id).cloned()).collect();
        self.changed.retain(|id| !self.made.contains(id));
        let changed = self.changed.iter().filter_map(|id| self.parties.get(id).cloned());
        closing.changed = changed.collect();
        closing.changed.sort_unstable_by_key(|party| party.id);
        for ticket in self.tickets.into_values().flatten() {
            if self.issued.contains(&ticket.id) {
                closing.issued.push(ticket);
            } else if self.withdrawn.contains(&ticket.id) {
                closing.withdrawn.push(ticket);
            }
        }
        closing.issued.sort_unstable_by_key(|ticket| ticket.id);
        closing.withdrawn.sort_unstable_by_key(|ticket| ticket.id);
        (self.event, closing)
    }

    /// Gives a waiting party its seats.
    fn seat(
        &mut self,
        id: RegistrationId,
        now: DateTime<Utc>,
        random: &dyn Random,
    ) -> Result<(), Failure> {
        let party = self.parties.get_mut(&id).ok_or_else(|| unknown(id))?;
        let seats = party.quantity;
        self.line.leave(party.line_number);
        party.status = RegistrationStatus::Registered;
        party.line_number = None;
        party.registered_at = Some(now);
        party.ticket_stem = Some(ticket::stem(random));
        self.changed.insert(id);
        self.promoted.push(id);
        self.event.registered_count = self.event.registered_count + seats;
        self.event.waitlisted_count = self.event.waitlisted_count - seats;
        self.tell(id, NotificationKind::Promoted);
        self.tell_what_guests_know(id, now);
        self.issue(id, seats, now, random)
    }

    /// Notes what a registrant is to be told of their party.
    pub fn tell(&mut self, id: RegistrationId, kind: NotificationKind) {
        let Some(row) = self.parties.get(&id) else { return };
        let message = message::of_party(kind, &self.event, row.quantity);
        self.notes.push(note(row, kind, message));
    }

    /// Notes for a party that has seats now what the other guests were told before: that the event starts
    /// soon, say.
    fn tell_what_guests_know(&mut self, id: RegistrationId, now: DateTime<Utc>) {
        let Some(row) = self.parties.get(&id) else { return };
        for kind in occasion::standing(&self.event, now) {
            self.notes.push(note(row, kind, message::of_occasion(kind, &self.event)));
        }
    }
}

fn note(row: &registration::Model, kind: NotificationKind, message: String) -> Note {
    let (event, registration) = (Some(row.event_id), Some(row.id));
    Note { person: row.user_id, kind, event, registration, message }
}

/// How many parties are in line, where the event's row tells: the count is good as long as nobody has
/// joined since (which would have moved the last number given) or left (which would have moved the seats
/// asked for; with the same last number they only ever become fewer).
#[must_use]
pub fn line_length(event: &event::Model) -> Option<i32> {
    let is_of_now = event.line_length_number == event.last_line_number
        && event.line_length_seats == event.waitlisted_count;
    if event.waitlisted_count == Seats::NONE {
        return Some(0);
    }
    is_of_now.then_some(event.line_length)
}

fn unknown(id: RegistrationId) -> Failure {
    Failure::internal(format!("{id} is not in the books"))
}
