//! What people take along: events for their calendars (RFC 5545), registrations for their spreadsheets.

pub mod calendar;
pub mod registrations;

pub use calendar::feed::{FeedKey, renew};
