//! The schema of the database and its promises.
