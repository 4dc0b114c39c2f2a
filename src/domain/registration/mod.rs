//! Registrations: seats, the line, and tickets.
//!
//! What decides is pure and stands in [`admission`] and [`waitlist`]; the commands lock the event, ask
//! those, and write. Seats move only under the event's lock, and the counters of the event with them.

pub mod admission;
mod cancel;
mod cancel_all;
pub mod capacity;
mod check_in;
pub mod check_in_list;
pub mod guests;
mod ledger;
pub mod list;
pub mod lookup;
mod person;
pub mod privacy;
mod register;
mod ticket;
pub mod ticket_code;
mod update;
pub mod waitlist;

pub use cancel::cancel;
pub use cancel_all::{cancel_all, cancel_all_of, withdraw_person};
pub use check_in::{CheckingIn, Scan, Shown, check_in, undo_check_in};
pub use ledger::Outcome;
pub use person::Person;
pub use register::{NewRegistration, Registering, register};
pub use update::update;
pub use waitlist::promote;
