//! Events, with the counters of their seats.

use sea_orm::entity::prelude::*;

use crate::entity::word::{EventStatus, GuestList, Visibility};
use crate::kernel::id::{CategoryId, EventId, EventSeriesId, UserId};
use crate::kernel::seats::Seats;

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    pub organizer_id: UserId,
    pub category_id: Option<CategoryId>,
    pub title: String,
    /// The title folded, to sort by.
    pub title_key: String,
    pub description: String,
    pub location: String,
    /// BCP 47, in canonical case.
    pub language: String,
    pub starts_at: DateTimeUtc,
    pub ends_at: DateTimeUtc,
    /// IANA name.
    pub time_zone: String,
    pub status: EventStatus,
    pub visibility: Visibility,
    pub guest_list_visibility: GuestList,
    /// None: no limit.
    pub capacity: Option<Seats>,
    pub registered_count: Seats,
    pub waitlisted_count: Seats,
    /// The number last given to a party in line; moves under the event's lock.
    pub last_line_number: i64,
    /// Parties in line, as counted when `last_line_number` and `waitlisted_count` were as the next two
    /// columns say: a server of a version before these columns moves the line without them.
    pub line_length: i32,
    pub line_length_number: i64,
    pub line_length_seats: Seats,
    pub selling_out_threshold: Seats,
    pub max_seats_per_registration: Seats,
    pub waitlist_enabled: bool,
    pub registration_opens_at: Option<DateTimeUtc>,
    /// None: registration closes when the event starts.
    pub registration_closes_at: Option<DateTimeUtc>,
    pub feedback_count: i32,
    /// Of all feedback together; moves with `feedback_count`.
    pub rating_sum: i32,
    pub cancellation_reason: Option<String>,
    pub cancelled_at: Option<DateTimeUtc>,
    pub deleted_at: Option<DateTimeUtc>,
    /// The number of its last version; 0 where none was written yet (see `domain::version`).
    pub version: i32,
    /// When it was found to start soon and its registrants were reminded; taken back where it is moved.
    pub reminded_at: Option<DateTimeUtc>,
    /// When it was found to be over and its registrants were asked how it was; taken back likewise.
    pub feedback_invited_at: Option<DateTimeUtc>,
    /// The series that it is an occurrence of.
    pub series_id: Option<EventSeriesId>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}

/// An event for unit tests.
#[cfg(test)]
pub(crate) mod example {
    use chrono::{DateTime, TimeDelta};
    use uuid::Uuid;

    use super::Model;
    use crate::entity::word::{EventStatus, GuestList, Visibility};
    use crate::kernel::id::{EventId, UserId};
    use crate::kernel::seats::Seats;

    /// A published event with room for `capacity`, of which `taken` seats are given.
    pub(crate) fn event(capacity: Option<i32>, taken: i32) -> Model {
        let starts_at = DateTime::from_timestamp(2_000_000_000, 0).unwrap();
        Model {
            id: EventId(Uuid::nil()),
            organizer_id: UserId(Uuid::nil()),
            category_id: None,
            title: "Concert".to_owned(),
            title_key: "concert".to_owned(),
            description: String::new(),
            location: "Hall".to_owned(),
            language: "en".to_owned(),
            starts_at,
            ends_at: starts_at + TimeDelta::hours(1),
            time_zone: "UTC".to_owned(),
            status: EventStatus::Published,
            visibility: Visibility::Public,
            guest_list_visibility: GuestList::Everyone,
            capacity: capacity.map(Seats::new),
            registered_count: Seats::new(taken),
            waitlisted_count: Seats::NONE,
            last_line_number: 0,
            line_length: 0,
            line_length_number: 0,
            line_length_seats: Seats::NONE,
            selling_out_threshold: Seats::new(5),
            max_seats_per_registration: Seats::new(10),
            waitlist_enabled: true,
            registration_opens_at: None,
            registration_closes_at: None,
            feedback_count: 0,
            rating_sum: 0,
            cancellation_reason: None,
            cancelled_at: None,
            deleted_at: None,
            version: 1,
            reminded_at: None,
            feedback_invited_at: None,
            series_id: None,
            created_at: starts_at,
            updated_at: starts_at,
        }
    }
}
