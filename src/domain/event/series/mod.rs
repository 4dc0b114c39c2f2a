//! Series: events made together from one recurrence rule, each an event of its own.
//!
//! [`rule`] reads the rule, [`expand`] tells when its occurrences are; both are pure. The commands stand
//! beside them, one a file; those that change many occurrences lock them by `coming` and write them by
//! `amend`.

mod amend;
mod cancel;
mod coming;
mod create;
mod delete;
pub mod expand;
pub mod rule;
mod update;

pub use cancel::cancel;
pub use coming::visible;
pub use create::{NewSeries, create};
pub use delete::delete;
pub use update::update;

/// The most occurrences of a series: every day of a leap year.
pub const MOST: usize = 366;
