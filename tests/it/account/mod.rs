//! Signing up and in, sessions, profiles and their administration.
