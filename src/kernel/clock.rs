//! What time it is.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};

/// Tells the time. The server has [`SystemClock`]; tests move their own.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present instant, cut to microseconds: what PostgreSQL keeps, so that a value read back
    /// equals the one written.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the global clock is read")]
    fn now(&self) -> DateTime<Utc> {
        to_micros(Utc::now())
    }
}

/// `instant` cut to whole microseconds.
#[must_use]
pub fn to_micros(instant: DateTime<Utc>) -> DateTime<Utc> {
    instant.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(instant)
}
