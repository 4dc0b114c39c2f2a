//! Series of events.

mod input;
mod mutation;
mod object;
mod payload;

pub use mutation::EventSeriesMutation;
pub use object::EventSeries;
