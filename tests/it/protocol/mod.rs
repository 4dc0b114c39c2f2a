//! The endpoint: what is refused before anything runs, and how things are answered.
