//! Seats, the line and tickets.

mod lifecycle;
