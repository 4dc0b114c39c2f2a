//! Categories of events: kept by staff, seen by everybody.

mod create;
mod delete;
mod fields;
mod list;
mod update;

pub use create::{NewCategory, create};
pub use delete::delete;
pub use list::{all, by_slug, hold, hold_all, hold_by_id, with_slug};
pub use update::{CategoryChange, update};
