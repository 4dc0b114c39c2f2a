//! Figures of events for those who run them: of an event ([`event`]), and over all of an organizer's
//! ([`organizer`]). Each takes the same few statements, however many events and registrations there are.

mod days;
pub mod event;
pub mod organizer;
