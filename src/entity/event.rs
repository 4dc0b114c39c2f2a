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
    /// The series that it is an occurrence of.
    pub series_id: Option<EventSeriesId>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
