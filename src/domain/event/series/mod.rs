//! Series: events made together from one recurrence rule, each an event of its own.
//!
//! [`rule`] reads the rule, [`expand`] tells when its occurrences are; both are pure. One file a command
//! beside them.

pub mod expand;
pub mod rule;

/// The most occurrences of a series: every day of a leap year.
pub const MOST: usize = 366;
