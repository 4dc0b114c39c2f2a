//! What time it is.

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Tells the time. The server has [`SystemClock`]; tests move their own.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present instant, cut to microseconds: what PostgreSQL keeps, so that a value read back
    /// equals the one written.
    fn now(&self) -> DateTime<Utc>;

    /// How long it has been running, for measuring times: it never goes back, as [`Clock::now`] does when
    /// somebody sets the machine's clock.
    fn running(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.now().timestamp_micros()).unwrap_or_default())
    }
}

/// The machine's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the global clock is read")]
    fn now(&self) -> DateTime<Utc> {
        to_micros(Utc::now())
    }

    fn running(&self) -> Duration {
        STARTED.elapsed()
    }
}

/// `instant` cut to whole microseconds; a leap second is the second that follows it, as PostgreSQL has it.
#[must_use]
pub fn to_micros(instant: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(instant.timestamp_micros()).unwrap_or(instant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leap_second_is_the_one_after_it() {
        let leap = DateTime::parse_from_rfc3339("2016-12-31T23:59:60.5Z").unwrap().to_utc();
        assert_eq!(to_micros(leap).to_rfc3339(), "2017-01-01T00:00:00.500+00:00");
    }
}
