//! Versions of events: each change writes one, whoever makes it.

mod recorded;
