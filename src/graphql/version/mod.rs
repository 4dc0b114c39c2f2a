//! The history of an event.

mod object;
pub mod on_event;

pub use object::{EventVersion, EventVersionConnection, FieldChange};
