//! Events: made, changed, hidden, listed.
//!
//! [`scene`] holds what these tests share: the operations, and the people around one event.

mod batch;
mod cancelled;
mod create;
mod cursors;
mod deleted;
mod facets;
mod filters;
mod ids;
mod input;
mod list;
mod nested;
mod orders;
mod own;
mod permissions;
mod relevance;
pub(crate) mod scene;
mod search;
mod seats;
mod update;
mod visibility;
