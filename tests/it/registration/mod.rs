//! Seats, the line and tickets.

mod batching;
mod concurrency;
mod desk;
mod desk_faults;
mod editors;
mod guests;
mod idempotency;
mod lifecycle;
mod line;
mod long_line;
mod own;
mod queue;
mod refusals;
mod two_servers;
mod visibility;
