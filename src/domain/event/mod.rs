//! Events: made, changed, published, cancelled, deleted and brought back; listed and searched.
//!
//! The rules of the fields are in [`Fields`], one file a command beside it, the lists in [`list`].

mod cancel;
mod create;
mod delete;
mod fields;
mod language;
pub mod list;
mod make;
mod publish;
mod restore;
mod rewrite;
mod rollback;
mod search_row;
pub mod series;
mod update;

pub use cancel::cancel;
pub use create::{create, create_all};
pub use delete::delete;
pub use fields::Fields;
pub use make::NewEvent;
pub use publish::publish;
pub use restore::restore;
pub use rewrite::Editing;
pub use rollback::rollback;
pub use update::{EventChange, update};
