//! Time that moves only when a test says so.

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use turnout::kernel::clock::Clock;

/// Starts at noon on 1 June 2030 (a Saturday), UTC.
#[derive(Debug)]
pub(crate) struct TestClock(Mutex<DateTime<Utc>>);

impl Default for TestClock {
    fn default() -> Self {
        Self(Mutex::new("2030-06-01T12:00:00Z".parse().unwrap()))
    }
}

impl TestClock {
    pub(crate) fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }
}

impl Clock for TestClock {
    fn now(&self) -> DateTime<Utc> {
        // A little later each time, as time is: rows made one after the other sort that way.
        let mut now = self.0.lock().unwrap();
        *now += TimeDelta::microseconds(1);
        *now
    }
}
