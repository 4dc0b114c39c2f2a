//! Events: made, changed, hidden, listed.
//!
//! [`scene`] holds what these tests share: the operations, and the people around one event.

mod cancelled;
mod create;
mod deleted;
mod ids;
mod input;
mod permissions;
mod scene;
mod seats;
mod update;
mod visibility;
