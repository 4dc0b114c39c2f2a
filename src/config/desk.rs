//! The desk where requests for seats queue.

use crate::config::{ConfigError, Source};

/// How many requests for seats queue, and how many are entered at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskConfig {
    /// `DESK_BATCH`: the most requests that one transaction enters; 128. 1 gives each its own.
    pub batch: usize,
    /// `DESK_QUEUE`: the most requests that wait; 4,096. Beyond that the answer is 503 at once.
    pub queue: usize,
    /// `DESK_CLERKS`: the most transactions at a time, each for other events; 2, and never more than the
    /// database takes: 1 on SQLite.
    pub clerks: usize,
}

impl DeskConfig {
    pub(super) fn read(source: &Source) -> Result<Self, ConfigError> {
        let at_least_one = |name, default| match source.parse(name, default)? {
            0 => Err(ConfigError::new(name, "must be at least 1")),
            number => Ok(number),
        };
        Ok(Self {
            batch: at_least_one("DESK_BATCH", 128)?,
            queue: at_least_one("DESK_QUEUE", 4096)?,
            clerks: at_least_one("DESK_CLERKS", 2)?,
        })
    }
}
