//! What a list of events may be narrowed to.

use chrono::{DateTime, Utc};

use crate::entity::word::EventStatus;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventSeriesId, UserId};

/// Longest text to search for.
const SEARCH: usize = 200;
/// Longest part of a location, that of a location itself.
const LOCATION: usize = 300;

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
