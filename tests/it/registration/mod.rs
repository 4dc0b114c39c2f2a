//! Seats, the line and tickets.

mod batching;
mod concurrency;
mod editors;
mod guests;
mod lifecycle;
mod line;
mod own;
mod refusals;
mod visibility;
