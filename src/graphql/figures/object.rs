//! Figures as clients see them.

use std::sync::Arc;

use async_graphql::{Object, SimpleObject};

use crate::domain::figures::event::Statistics;
use crate::domain::figures::organizer::Summary;

/// The figures of an event.
#[derive(Clone)]
pub struct EventStatistics(pub Arc<Statistics>);

/// How many seats were asked for on one day.
#[derive(Debug, Clone, SimpleObject)]
pub struct DailyCount {
    /// The day, for example 2026-08-01, in the event's time zone.
    pub date: String,
    /// The seats of the registrations that were made on it, whatever became of them.
    pub seats: i32,
}

/// How often one rating was given.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct RatingCount {
    /// 1 to 5.
    pub rating: i32,
    /// How often it was given.
    pub count: i32,
}

/// The figures of an event.
#[Object]
impl EventStatistics {
    /// Registrations, those in line and cancelled ones too.
    async fn registration_count(&self) -> i32 {
        int(self.0.registrations)
    }

    /// Seats taken by registrations with status REGISTERED.
    async fn seats_registered(&self) -> i32 {
        int(self.0.registered)
    }

    /// Seats asked for by those in line.
    async fn seats_waitlisted(&self) -> i32 {
        int(self.0.waitlisted)
    }

    /// Seats of registrations that were cancelled.
    async fn seats_cancelled(&self) -> i32 {
        int(self.0.cancelled)
    }

    /// Seats whose ticket was used.
    async fn seats_checked_in(&self) -> i32 {
        int(self.0.checked_in)
    }

    /// A row per day of the event's time zone that saw a registration, in order.
    async fn registrations_by_day(&self) -> Vec<DailyCount> {
        let row = |(day, seats): &(chrono::NaiveDate, i64)| DailyCount {
            date: day.to_string(),
            seats: int(*seats),
        };
        self.0.by_day.iter().map(row).collect()
    }

    /// How often each rating was given: five rows, from 1 to 5.
    async fn rating_counts(&self) -> Vec<RatingCount> {
        (1..)
            .zip(self.0.ratings)
            .map(|(rating, count)| RatingCount { rating, count: int(count) })
            .collect()
    }
}

/// Figures over every event that the viewer owns, deleted ones left out.
#[derive(Debug, Clone, SimpleObject)]
pub struct OrganizerSummary {
    /// All of them.
    pub event_count: i32,
    /// Those that have neither started nor been cancelled; drafts too.
    pub upcoming_event_count: i32,
    /// Seats taken.
    pub seats_registered: i32,
    /// Seats asked for by those in line.
    pub seats_waitlisted: i32,
    /// Seats whose ticket was used.
    pub seats_checked_in: i32,
    /// The mean of all ratings; null where there is none.
    pub average_rating: Option<f64>,
}

impl From<Summary> for OrganizerSummary {
    fn from(summary: Summary) -> Self {
        Self {
            event_count: int(summary.events),
            upcoming_event_count: int(summary.upcoming),
            seats_registered: int(summary.registered),
            seats_waitlisted: int(summary.waitlisted),
            seats_checked_in: int(summary.checked_in),
            average_rating: summary.average_rating(),
        }
    }
}

fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
