//! What mutations on series take.

use async_graphql::{ID, InputObject, MaybeUndefined};

use crate::domain::event::EventChange;
use crate::entity::word::{GuestList, Visibility};
use crate::graphql::event::input::CreateEventInput;
use crate::graphql::event::word::{EventVisibility, GuestListVisibility};
use crate::graphql::scalar::Instant;

/// What a series is made from.
#[derive(Debug, InputObject)]
pub struct CreateEventSeriesInput {
    /// The first occurrence; the others last as long, and their registration opens and closes as long
    /// before they start.
    pub(super) event: CreateEventInput,
    /// RFC 5545 RRULE, for example FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10: FREQ is DAILY, WEEKLY, MONTHLY or
    /// YEARLY, it ends by COUNT or UNTIL after at most 366 occurrences, and the event is its first one.
    /// The hour on the wall in the event's time zone stays across clock changes; an hour that the clocks
    /// leave out on some day is no occurrence, and of one that they show twice the first is meant.
    pub(super) recurrence_rule: String,
}

/// A field left out stays as it is; null clears one that may be null.
#[derive(Debug, InputObject)]
pub struct UpdateEventSeriesInput {
    /// Which series.
    pub(super) series_id: ID,
    /// One line that says what it is, of at most 200 characters.
    title: MaybeUndefined<String>,
    /// What there is to know, at most 20,000 characters.
    description: MaybeUndefined<String>,
    /// Where it takes place, in at most 300 characters.
    location: MaybeUndefined<String>,
    /// What is spoken there: a BCP 47 language tag, for example en or pt-BR.
    language: MaybeUndefined<String>,
    /// A category's slug; null: none.
    category: MaybeUndefined<String>,
    /// How many seats each occurrence has, no fewer than are taken in any of them; null: no limit. New
    /// seats go to those in line.
    capacity: MaybeUndefined<i32>,
    /// At or under this many seats left, an event is selling out soon.
    selling_out_threshold: MaybeUndefined<i32>,
    /// The most seats that one registration may take; standing ones keep theirs.
    max_seats_per_registration: MaybeUndefined<i32>,
    /// False: a full event answers EVENT_FULL; those who wait go on waiting.
    waitlist_enabled: MaybeUndefined<bool>,
    /// Who finds the events.
    visibility: MaybeUndefined<EventVisibility>,
    /// Who sees the guest lists.
    guest_list_visibility: MaybeUndefined<GuestListVisibility>,
}

/// Which occurrences to cancel, and why.
#[derive(Debug, InputObject)]
pub struct CancelEventSeriesInput {
    /// Which series.
    pub(super) series_id: ID,
    /// Only the occurrences that start then or later: one's startsAt cancels from that one on. Every one
    /// that has not started where left out.
    pub(super) from: Option<Instant>,
    /// For the registrants to read, at most 1,000 characters.
    pub(super) reason: Option<String>,
}

/// Which occurrences to delete.
#[derive(Debug, InputObject)]
pub struct DeleteEventSeriesInput {
    /// Which series.
    pub(super) series_id: ID,
    /// Only the occurrences that start then or later: one's startsAt deletes from that one on. Every one
    /// that has not started where left out.
    pub(super) from: Option<Instant>,
}

impl From<UpdateEventSeriesInput> for EventChange {
    fn from(input: UpdateEventSeriesInput) -> Self {
        Self {
            title: input.title.into(),
            description: input.description.into(),
            location: input.location.into(),
            language: input.language.into(),
            category: input.category.into(),
            capacity: input.capacity.into(),
            selling_out_threshold: input.selling_out_threshold.into(),
            max_seats_per_registration: input.max_seats_per_registration.into(),
            waitlist_enabled: input.waitlist_enabled.into(),
            visibility: input.visibility.map_value(Visibility::from).into(),
            guest_list_visibility: input.guest_list_visibility.map_value(GuestList::from).into(),
            ..Self::default()
        }
    }
}
