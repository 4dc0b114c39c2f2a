//! The past, in which the data set was made: events are announced and signed up for before they start.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::domain::Core;
use crate::kernel::clock::Clock;

/// A clock that stands still.
#[derive(Debug)]
struct Stopped(DateTime<Utc>);

impl Clock for Stopped {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// `core` as it would have been at `instant`.
pub(super) fn at(core: &Core, instant: DateTime<Utc>) -> Core {
    Core { clock: Arc::new(Stopped(instant)), ..core.clone() }
}
