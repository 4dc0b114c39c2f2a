//! Feedback: what people who had seats say of an event once it is over, one to five, once each.
//!
//! The event's figures (how many said something, and the sum of their ratings) move in the transaction
//! of each change, under the event's lock.

mod counters;
mod delete;
mod erase;
mod fields;
mod leave;
pub mod list;
mod own;
mod update;

pub use counters::average;
pub use delete::delete;
pub use erase::withdraw_words;
pub use leave::{NewFeedback, leave};
pub use update::{FeedbackChange, update};

use crate::entity::{event, feedback};

/// Feedback as its transaction left it, and the event with it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What was said.
    pub feedback: feedback::Model,
    /// Of what; its figures moved.
    pub event: event::Model,
}
