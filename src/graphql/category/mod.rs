//! Categories of events.

mod input;
mod mutation;
mod object;
mod payload;
mod query;

pub use mutation::CategoryMutation;
pub use object::Category;
pub use query::CategoryQuery;
