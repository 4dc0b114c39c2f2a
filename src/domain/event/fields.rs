//! The rules of an event's own fields. Every fault is told at once, under the field's GraphQL name.

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::domain::event::language;
use crate::entity::event;
use crate::entity::word::{GuestList, Visibility};
use crate::kernel::error::{Code, Refusal, Refusals};
use crate::kernel::seats::Seats;
use crate::kernel::text;

const TITLE: usize = 200;
const DESCRIPTION: usize = 20_000;
const LOCATION: usize = 300;
const CAPACITY: i32 = 1_000_000;
const SEATS_OF_A_PARTY: i32 = 1000;
const LONGEST: TimeDelta = TimeDelta::days(366);
/// Longest key to sort by, in bytes: one letter may fold to many, and an index takes 2,704 bytes at most.
const TITLE_KEY: usize = 1000;

/// What the editors of an event say of it, but for its category; [`Fields::check`] gives them tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the columns of the same names")]
pub struct Fields {
    pub title: String,
    pub description: String,
    pub location: String,
    pub language: String,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub time_zone: String,
    pub capacity: Option<i32>,
    pub selling_out_threshold: i32,
    pub max_seats_per_registration: i32,
    pub waitlist_enabled: bool,
    pub registration_opens_at: Option<DateTime<Utc>>,
    pub registration_closes_at: Option<DateTime<Utc>>,
    pub visibility: Visibility,
    pub guest_list_visibility: GuestList,
}

impl Fields {
    /// The fields as `event` has them.
    #[must_use]
    pub fn of(event: &event::Model) -> Self {
        Self {
            title: event.title.clone(),
            description: event.description.clone(),
            location: event.location.clone(),
            language: event.language.clone(),
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            time_zone: event.time_zone.clone(),
            capacity: event.capacity.map(Seats::count),
            selling_out_threshold: event.selling_out_threshold.count(),
            max_seats_per_registration: event.max_seats_per_registration.count(),
            waitlist_enabled: event.waitlist_enabled,
            registration_opens_at: event.registration_opens_at,
            registration_closes_at: event.registration_closes_at,
            visibility: event.visibility,
            guest_list_visibility: event.guest_list_visibility,
        }
    }

    /// The fields tidied (trimmed, in canonical form); what breaks a rule goes to `refusals`, and is
    /// given back as it came. `registered` seats are taken already.
    #[must_use]
    pub fn check(mut self, registered: Seats, refusals: &mut Refusals) -> Self {
        tidy(&mut self.title, |title| text::line("title", title, TITLE), refusals);
        tidy(
            &mut self.description,
            |description| text::prose("description", description, DESCRIPTION),
            refusals,
        );
        tidy(&mut self.location, |place| text::line("location", place, LOCATION), refusals);
        tidy(&mut self.language, tag, refusals);
        tidy(&mut self.time_zone, zone, refusals);
        self.check_times(refusals);
        self.check_seats(registered, refusals);
        self
    }

    fn check_times(&self, refusals: &mut Refusals) {
        if self.ends_at <= self.starts_at {
            refusals.push(Refusal::invalid("endsAt", "An event ends after it starts."));
        } else if self.ends_at - self.starts_at > LONGEST {
            refusals.push(Refusal::invalid("endsAt", "An event lasts at most 366 days."));
        } else if self.ends_at.year() > 9999 {
            refusals.push(Refusal::invalid("endsAt", "Years run to 9999."));
        }
        let closes = self.registration_closes_at.unwrap_or(self.starts_at);
        if self.registration_closes_at.is_some_and(|closes| closes > self.ends_at) {
            let message = "Registration closes before the event ends.";
            refusals.push(Refusal::invalid("registrationClosesAt", message));
        }
        if self.registration_opens_at.is_some_and(|opens| opens >= closes) {
            let message = "Registration opens before it closes: at registrationClosesAt, or when \
                           the event starts.";
            refusals.push(Refusal::invalid("registrationOpensAt", message));
        }
    }

    fn check_seats(&self, registered: Seats, refusals: &mut Refusals) {
        if let Some(capacity) = self.capacity {
            if !(1..=CAPACITY).contains(&capacity) {
                let message = format!("A limit is between 1 and {CAPACITY}; null means none.");
                refusals.push(Refusal::invalid("capacity", message));
            } else if capacity < registered.count() {
                let message = format!("{} seats are taken already.", registered.count());
                refusals.push(Refusal::new(Code::CapacityBelowRegistered, "capacity", message));
            }
        }
        if !(0..=CAPACITY).contains(&self.selling_out_threshold) {
            let message = format!("This is between 0 and {CAPACITY}.");
            refusals.push(Refusal::invalid("sellingOutThreshold", message));
        }
        if !(1..=SEATS_OF_A_PARTY).contains(&self.max_seats_per_registration) {
            let message = format!("This is between 1 and {SEATS_OF_A_PARTY}.");
            refusals.push(Refusal::invalid("maxSeatsPerRegistration", message));
        }
    }

    /// Writes the fields, checked before, over those of `row`; columns that stay as they are stay
    /// unchanged.
    pub(super) fn write(self, row: &mut event::ActiveModel) {
        row.title_key.set_if_not_equals(title_key(&self.title));
        row.title.set_if_not_equals(self.title);
        row.description.set_if_not_equals(self.description);
        row.location.set_if_not_equals(self.location);
        row.language.set_if_not_equals(self.language);
        row.starts_at.set_if_not_equals(self.starts_at);
        row.ends_at.set_if_not_equals(self.ends_at);
        row.time_zone.set_if_not_equals(self.time_zone);
        row.capacity.set_if_not_equals(self.capacity.map(Seats::new));
        row.selling_out_threshold.set_if_not_equals(Seats::new(self.selling_out_threshold));
        row.max_seats_per_registration
            .set_if_not_equals(Seats::new(self.max_seats_per_registration));
        row.waitlist_enabled.set_if_not_equals(self.waitlist_enabled);
        row.registration_opens_at.set_if_not_equals(self.registration_opens_at);
        row.registration_closes_at.set_if_not_equals(self.registration_closes_at);
        row.visibility.set_if_not_equals(self.visibility);
        row.guest_list_visibility.set_if_not_equals(self.guest_list_visibility);
    }
}

fn tidy(
    field: &mut String,
    rule: impl FnOnce(&str) -> Result<String, Refusal>,
    refusals: &mut Refusals,
) {
    if let Some(tidied) = refusals.check(rule(field)) {
        *field = tidied;
    }
}

fn tag(text: &str) -> Result<String, Refusal> {
    language::canonical(text).ok_or_else(|| {
        let message = "Give a language as BCP 47 writes it, for example en or pt-BR.";
        Refusal::invalid("language", message)
    })
}

fn zone(name: &str) -> Result<String, Refusal> {
    name.parse().map(|zone: Tz| zone.name().to_owned()).map_err(|_| {
        let message = "Give the name of an IANA time zone, for example Africa/Lagos.";
        Refusal::invalid("timeZone", message)
    })
}

fn title_key(title: &str) -> String {
    let mut key = text::fold(title);
    key.truncate(key.floor_char_boundary(TITLE_KEY));
    key
}

#[cfg(test)]
#[path = "fields_tests.rs"]
mod tests;
