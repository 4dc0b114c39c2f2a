//! Registrations, their tickets, and what an event shows of them.

mod access;
mod input;
mod mutation;
mod object;
pub mod on_event;
mod own;
mod payload;
mod ticket;

pub use access::{registration_node, ticket_node};
pub use input::PersonInput;
pub use mutation::RegistrationMutation;
pub use object::{Registration, RegistrationConnection, RegistrationStatus};
pub use on_event::RegistrationState;
pub use own::own_registrations;
pub use ticket::Ticket;
