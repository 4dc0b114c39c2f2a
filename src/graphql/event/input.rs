//! What mutations on events take.

use async_graphql::{ID, InputObject, MaybeUndefined};
use chrono::TimeDelta;

use crate::domain::event::{EventChange, Fields, NewEvent};
use crate::entity::word::{GuestList, Visibility};
use crate::graphql::event::word::{EventVisibility, GuestListVisibility};
use crate::graphql::scalar::{Instant, TimeZone};

/// How long an event lasts where its end is left out.
const LASTS: TimeDelta = TimeDelta::hours(1);
const LANGUAGE: &str = "en";
const SELLING_OUT: i32 = 5;
const SEATS_OF_A_PARTY: i32 = 10;

/// What an event is made from. A field that is null is as if left out.
#[derive(Debug, InputObject)]
pub struct CreateEventInput {
    /// One line that says what it is, of at most 200 characters.
    title: String,
    /// What there is to know, at most 20,000 characters.
    #[graphql(default_with = "Some(String::new())")]
    description: Option<String>,
    /// Where it takes place, in at most 300 characters.
    location: String,
    /// What is spoken there: a BCP 47 language tag, for example en or pt-BR.
    #[graphql(default_with = "Some(LANGUAGE.to_owned())")]
    language: Option<String>,
    /// A category's slug.
    category: Option<String>,
    /// When it begins; past events may be entered too.
    starts_at: Instant,
    /// One hour after startsAt where left out; at most 366 days after it.
    ends_at: Option<Instant>,
    /// The organizer's where left out.
    time_zone: Option<TimeZone>,
    /// How many seats there are, 1 to 1,000,000. Null: no limit.
    capacity: Option<i32>,
    /// At or under this many seats left, the event is selling out soon; 0 to 1,000,000.
    #[graphql(default_with = "Some(SELLING_OUT)")]
    selling_out_threshold: Option<i32>,
    /// The most seats that one registration may take, 1 to 1,000.
    #[graphql(default_with = "Some(SEATS_OF_A_PARTY)")]
    max_seats_per_registration: Option<i32>,
    /// False: a full event answers EVENT_FULL.
    #[graphql(default_with = "Some(true)")]
    waitlist_enabled: Option<bool>,
    /// When registration begins, before it ends; as soon as the event is published where left out.
    registration_opens_at: Option<Instant>,
    /// When registration ends, endsAt at the latest; startsAt where left out.
    registration_closes_at: Option<Instant>,
    /// Who finds it.
    #[graphql(default_with = "Some(EventVisibility::Public)")]
    visibility: Option<EventVisibility>,
    /// Who sees the guest list.
    #[graphql(default_with = "Some(GuestListVisibility::Collaborators)")]
    guest_list_visibility: Option<GuestListVisibility>,
    /// True publishes at once; false keeps a draft.
    #[graphql(default_with = "Some(true)")]
    publish: Option<bool>,
}

/// A field left out stays as it is; null clears one that may be null.
#[derive(Debug, InputObject)]
pub struct UpdateEventInput {
    /// Which event.
    pub(super) id: ID,
    /// The version the change was made from; STALE_VERSION where it is no longer the current one.
    pub(super) expected_version: Option<i32>,
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
    /// When it begins; the end moves along unless it is given too.
    starts_at: MaybeUndefined<Instant>,
    /// When it is over.
    ends_at: MaybeUndefined<Instant>,
    /// The zone whose clocks people there read.
    time_zone: MaybeUndefined<TimeZone>,
    /// How many seats there are, no fewer than are taken; null: no limit. New seats go to those in line.
    capacity: MaybeUndefined<i32>,
    /// At or under this many seats left, the event is selling out soon.
    selling_out_threshold: MaybeUndefined<i32>,
    /// The most seats that one registration may take; standing ones keep theirs.
    max_seats_per_registration: MaybeUndefined<i32>,
    /// False: a full event answers EVENT_FULL; those who wait go on waiting.
    waitlist_enabled: MaybeUndefined<bool>,
    /// When registration begins; null: as soon as the event is published.
    registration_opens_at: MaybeUndefined<Instant>,
    /// When registration ends; null: when the event starts.
    registration_closes_at: MaybeUndefined<Instant>,
    /// Who finds it.
    visibility: MaybeUndefined<EventVisibility>,
    /// Who sees the guest list.
    guest_list_visibility: MaybeUndefined<GuestListVisibility>,
}

/// Which draft to publish.
#[derive(Debug, InputObject)]
pub struct PublishEventInput {
    /// Which event.
    pub(super) id: ID,
}

/// Which event to cancel, and why.
#[derive(Debug, InputObject)]
pub struct CancelEventInput {
    /// Which event.
    pub(super) id: ID,
    /// For the registrants to read, at most 1,000 characters.
    pub(super) reason: Option<String>,
}

/// Which event to delete.
#[derive(Debug, InputObject)]
pub struct DeleteEventInput {
    /// Which event.
    pub(super) id: ID,
}

/// Which deleted event to bring back.
#[derive(Debug, InputObject)]
pub struct RestoreEventInput {
    /// Which event.
    pub(super) id: ID,
}

/// Which event to put back to which of its versions.
#[derive(Debug, InputObject)]
pub struct RollbackEventInput {
    /// Which event.
    pub(super) id: ID,
    /// The number of the version whose fields are put back.
    pub(super) to_version: i32,
    /// The version that was current when this was decided; STALE_VERSION where it no longer is.
    pub(super) expected_version: Option<i32>,
}

impl CreateEventInput {
    /// The domain's form, with `home`, the organizer's time zone, where none is given.
    pub(super) fn into_new(self, home: &str) -> NewEvent {
        let starts_at = self.starts_at.0;
        let fields = Fields {
            title: self.title,
            description: self.description.unwrap_or_default(),
            location: self.location,
            language: self.language.unwrap_or_else(|| LANGUAGE.to_owned()),
            starts_at,
            ends_at: self.ends_at.map_or(starts_at + LASTS, |ends_at| ends_at.0),
            time_zone: self.time_zone.map_or_else(|| home.to_owned(), |zone| zone.0),
            capacity: self.capacity,
            selling_out_threshold: self.selling_out_threshold.unwrap_or(SELLING_OUT),
            max_seats_per_registration: self.max_seats_per_registration.unwrap_or(SEATS_OF_A_PARTY),
            waitlist_enabled: self.waitlist_enabled.unwrap_or(true),
            registration_opens_at: self.registration_opens_at.map(|opens| opens.0),
            registration_closes_at: self.registration_closes_at.map(|closes| closes.0),
            visibility: self.visibility.map_or(Visibility::Public, Into::into),
            guest_list_visibility: self
                .guest_list_visibility
                .map_or(GuestList::Collaborators, Into::into),
        };
        NewEvent { fields, category: self.category, publish: self.publish.unwrap_or(true) }
    }
}

impl From<UpdateEventInput> for EventChange {
    fn from(input: UpdateEventInput) -> Self {
        Self {
            title: input.title.into(),
            description: input.description.into(),
            location: input.location.into(),
            language: input.language.into(),
            category: input.category.into(),
            starts_at: input.starts_at.map_value(|instant| instant.0).into(),
            ends_at: input.ends_at.map_value(|instant| instant.0).into(),
            time_zone: input.time_zone.map_value(|zone| zone.0).into(),
            capacity: input.capacity.into(),
            selling_out_threshold: input.selling_out_threshold.into(),
            max_seats_per_registration: input.max_seats_per_registration.into(),
            waitlist_enabled: input.waitlist_enabled.into(),
            registration_opens_at: input.registration_opens_at.map_value(|at| at.0).into(),
            registration_closes_at: input.registration_closes_at.map_value(|at| at.0).into(),
            visibility: input.visibility.map_value(Visibility::from).into(),
            guest_list_visibility: input.guest_list_visibility.map_value(GuestList::from).into(),
        }
    }
}
