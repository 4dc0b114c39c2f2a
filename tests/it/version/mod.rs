//! Versions of events: each change writes one, whoever makes it; what they show, and how to go back.

mod access;
mod concurrency;
mod expected;
mod history;
mod paging;
mod recorded;
mod rollback;
