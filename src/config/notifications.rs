//! What people are told, and when.

use chrono::TimeDelta;

use crate::config::{ConfigError, Source};

const NAME: &str = "REMINDER_LEAD";

/// What people are told, and when.
#[derive(Debug, Clone)]
pub struct NotificationConfig {
    /// `REMINDER_LEAD`: how long before an event its guests are reminded; 24 h.
    pub reminder_lead: TimeDelta,
}

impl NotificationConfig {
    pub(super) fn read(source: &Source) -> Result<Self, ConfigError> {
        let lead = TimeDelta::from_std(source.duration(NAME, "24h")?);
        let reminder_lead = lead.map_err(|fault| ConfigError::new(NAME, fault.to_string()))?;
        Ok(Self { reminder_lead })
    }
}
