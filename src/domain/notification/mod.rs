//! Notifications: what people are told of their registrations and events.
//!
//! A row is written in the transaction that causes it ([`Note`], [`tell`]). Where all registrants of an event
//! are told, the transaction itself writes the first of them, and a job the others step by step ([`announce`]);
//! what the clock causes is looked for by a schedule ([`occasion`]). Mail goes out beside it, as each person's
//! settings say: some kinds at once, the others gathered into one mail ([`post`]). What a letter says is in
//! [`letter`](crate::domain::letter), for it needs tickets and calendars, which know of notifications.
//!
//! To tell of one more thing: a word in `entity::word::NotificationKind`, the same in `graphql/notification/`
//! and in the check of a new migration; its text in [`message`], whether its mail can wait in `kind`.

pub mod announce;
mod kind;
pub mod list;
pub mod message;
pub mod occasion;
pub mod post;
mod read;
mod registrants;
mod rows;
mod tell;
pub mod unsubscribe;

pub use kind::is_mailed;
pub use read::{mark_all_read, mark_read};
pub use rows::forget_person;
pub use tell::{Note, Told, tell};
pub use unsubscribe::{UnsubscribeKey, unsubscribe};
