//! Events: made, changed, hidden, listed.
//!
//! [`scene`] holds what these tests share: the operations, and the people around one event.

mod create;
mod ids;
mod input;
mod scene;
mod update;
