//! What people said of events.

mod input;
mod mutation;
mod object;
pub mod on_event;
mod payload;

pub use mutation::FeedbackMutation;
pub use object::{Feedback, FeedbackConnection, feedback_node};
