//! Registrations: seats, the line, and tickets.
//!
//! What decides is pure and stands in [`admission`], [`waitlist`] and the [`book`] of an event that keeps
//! them. Requests queue at the [`desk`], which enters many in one transaction; commands on an event that
//! move seats (`promote`, `cancel_all`) do so under the lock that they hold. Seats move only under the
//! event's lock, and the counters of the event with them.

pub mod admission;
pub mod book;
mod cancel;
mod cancel_all;
pub mod capacity;
mod check_in;
pub mod check_in_list;
pub mod desk;
pub mod guess;
pub mod guests;
mod idempotency;
pub mod list;
pub mod lookup;
mod person;
pub mod privacy;
mod register;
mod store;
mod ticket;
pub mod ticket_code;
mod update;
pub mod waitlist;

pub use book::Outcome;
pub use cancel::cancel;
pub use cancel_all::{cancel_all, cancel_all_of, withdraw_person};
pub use check_in::{CheckingIn, Scan, Shown, check_in, undo_check_in};
pub use desk::Desk;
pub use idempotency::{IdempotencyKey, sweep_idempotency_keys};
pub use person::Person;
pub use register::{NewRegistration, Registering, register};
pub use update::update;
pub use waitlist::promote;
