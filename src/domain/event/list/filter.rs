//! What a list of events may be narrowed to.

use chrono::{DateTime, TimeDelta, Utc};

use crate::entity::word::EventStatus;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventSeriesId, UserId};

/// Longest text to search for.
const SEARCH: usize = 200;
/// Longest part of a location, that of a location itself.
const LOCATION: usize = 300;

/// The most days that dates are widened by.
const MOST_DAYS: i32 = 31;

/// Around some dates: those that start within them, and up to so many days before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Near {
    /// Where the dates begin.
    pub from: DateTime<Utc>,
    /// Where they are over.
    pub before: DateTime<Utc>,
    /// How many days around them count.
    pub days: u32,
}

impl Near {
    /// The dates `from` until `before`, a day where that is left out, and up to `days` around them.
    ///
    /// # Errors
    /// [`Failure::BadRequest`] for dates that are over before they begin, and for more than 31 days.
    pub fn new(
        from: DateTime<Utc>,
        before: Option<DateTime<Utc>>,
        days: i32,
    ) -> Result<Self, Failure> {
        let before = before.or_else(|| from.checked_add_signed(TimeDelta::days(1)));
        let Some(before) = before.filter(|before| *before > from) else {
            let message = "near: before has to be later than from.";
            return Err(Failure::BadRequest(message.to_owned()));
        };
        match u32::try_from(days) {
            Ok(days) if (0..=MOST_DAYS).contains(&days.cast_signed()) => {
                Ok(Self { from, before, days })
            }
            _ => Err(Failure::BadRequest(format!("near: days is between 0 and {MOST_DAYS}."))),
        }
    }

    /// The dates with `width` more on either side.
    pub(super) fn widened(&self, width: TimeDelta) -> (DateTime<Utc>, DateTime<Utc>) {
        let from = self.from.checked_sub_signed(width).unwrap_or(DateTime::<Utc>::MIN_UTC);
        (from, self.before.checked_add_signed(width).unwrap_or(DateTime::<Utc>::MAX_UTC))
    }

    /// How many days off `instant` is, begun ones counted; 0 within the dates, `days` at most.
    pub(super) fn days_off(&self, instant: DateTime<Utc>) -> i64 {
        let is_within = |days: &u32| {
            let (from, before) = self.widened(TimeDelta::days((*days).into()));
            (from..before).contains(&instant)
        };
        (0..self.days).find(is_within).unwrap_or(self.days).into()
    }
}

/// Narrows a list; what is `None` does not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct EventFilter {
    /// Words, each of which begins some word of the title, the location or the description.
    pub search: Option<String>,
    /// Part of the location.
    pub location: Option<String>,
    /// BCP 47 tag, or the first part of one.
    pub language: Option<String>,
    /// A category's slug.
    pub category: Option<String>,
    /// Whose events.
    pub organizer: Option<UserId>,
    /// Starting then or later.
    pub starts_from: Option<DateTime<Utc>>,
    /// Starting earlier than that.
    pub starts_before: Option<DateTime<Utc>>,
    /// Around these dates.
    pub near: Option<Near>,
    /// With a seat left, or full.
    pub has_seats: Option<bool>,
    /// Past ones too.
    pub include_past: bool,
    /// In one of these states.
    pub status: Option<Vec<EventStatus>>,
    /// Occurrences of this series.
    pub series: Option<EventSeriesId>,
}

impl EventFilter {
    pub(super) fn check(&self) -> Result<(), Failure> {
        within("search", self.search.as_deref(), SEARCH)?;
        within("location", self.location.as_deref(), LOCATION)
    }

    /// Whether something is looked for that an event answers more or less well.
    #[must_use]
    pub fn is_ranked(&self) -> bool {
        self.search.is_some() || self.near.is_some()
    }

    /// Whether events of the past are left out.
    pub(super) fn is_upcoming_only(&self) -> bool {
        !self.include_past && self.starts_from.is_none() && self.starts_before.is_none()
    }
}

fn within(name: &str, text: Option<&str>, max: usize) -> Result<(), Failure> {
    match text {
        Some(text) if text.chars().count() > max => {
            Err(Failure::BadRequest(format!("{name} holds at most {max} characters.")))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_not_looked_for() {
        let search = |length| EventFilter {
            search: Some("é".repeat(length)),
            location: Some("é".repeat(length)),
            ..EventFilter::default()
        };
        assert!(search(200).check().is_ok());
        assert!(matches!(search(201).check(), Err(Failure::BadRequest(_))));
        let location = EventFilter { search: None, ..search(301) };
        assert!(matches!(location.check(), Err(Failure::BadRequest(_))));
    }
}
