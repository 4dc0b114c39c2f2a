//! Events and their lists.

mod access;
mod batch;
mod facets;
mod filter;
mod input;
mod list;
mod mutation;
mod object;
mod payload;
mod query;
mod series;
mod word;

pub use access::granted;
pub use batch::EventBatchMutation;
pub use filter::{EventFilter, EventOrder};
pub use list::{EventConnection, EventEdge, category_events, dashboard, organized_events};
pub use mutation::EventMutation;
pub use object::Event;
pub use query::EventQuery;
pub use series::{EventSeries, EventSeriesMutation};
pub use word::EventRole;
