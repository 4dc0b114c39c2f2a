//! Registrations, their tickets, and what an event shows of them.

mod access;
mod check_in;
pub mod check_in_list;
mod input;
mod mutation;
mod object;
pub mod on_event;
mod own;
mod payload;
mod qr;
mod ticket;

pub use access::{registration_node, ticket_node};
pub use check_in::CheckInMutation;
pub use check_in_list::CheckInEntryConnection;
pub use input::PersonInput;
pub use mutation::RegistrationMutation;
pub use object::{Registration, RegistrationConnection, RegistrationStatus};
pub use on_event::RegistrationState;
pub use own::own_registrations;
pub use ticket::{Ticket, TicketQuery};
