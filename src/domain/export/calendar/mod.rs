//! Events as iCalendar (RFC 5545): one event ([`event`]), and the feed of a person's registrations
//! ([`feed`]). How lines are written is in [`mod@line`].
//!
//! Times are in UTC, so that no definition of a time zone has to travel along. No address of anybody is
//! told: there is no ORGANIZER and no ATTENDEE.

pub mod event;
pub mod feed;
pub mod line;
