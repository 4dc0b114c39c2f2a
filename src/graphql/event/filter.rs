//! How clients narrow and sort lists of events.

use async_graphql::{ID, InputObject};

use crate::domain::event::list;
use crate::graphql::event::word::{EventOrderField, EventStatus};
use crate::graphql::node::query_id;
use crate::graphql::order::OrderDirection;
use crate::graphql::scalar::Instant;
use crate::kernel::error::Failure;
use crate::kernel::id::{EventSeriesId, UserId};

/// Which events a list shows; what is left out does not narrow it.
#[derive(Debug, Clone, InputObject)]
pub struct EventFilter {
    /// Full-text search over title, description and location: every word begins some word there,
    /// without regard to case and accents. At most 200 characters.
    search: Option<String>,
    /// Part of the location, without regard to case and accents.
    location: Option<String>,
    /// BCP 47 language tag, for example en or pt-BR; `pt` also finds `pt-BR`.
    language: Option<String>,
    /// A category's slug.
    category: Option<String>,
    /// Only the events of this organizer.
    organizer_id: Option<ID>,
    /// Only what starts then or later.
    starts_from: Option<Instant>,
    /// Only what starts before then.
    starts_before: Option<Instant>,
    /// Only what starts within these dates, or a few days around them.
    near: Option<NearInput>,
    /// True: only events with a seat left; false: only full ones.
    has_seats: Option<bool>,
    /// True lists past events too. An explicit startsFrom or startsBefore also lifts the upcoming-only
    /// default. Lists of one person's own events show past ones where no filter is given at all.
    #[graphql(default_with = "Some(false)")]
    include_past: Option<bool>,
    /// Only the occurrences of this series.
    series_id: Option<ID>,
    /// Anything but PUBLISHED finds only what the viewer may see.
    status: Option<Vec<EventStatus>>,
}

/// Some dates, and how far around them it may be.
#[derive(Debug, Clone, InputObject)]
pub struct NearInput {
    /// Where the dates begin.
    from: Instant,
    /// Where they are over; a day after `from` where left out.
    before: Option<Instant>,
    /// Up to how many days before and after them, 0 to 31.
    #[graphql(default = 7)]
    days: i32,
}

/// How a list of events is sorted; equal ones by their id.
#[derive(Debug, Clone, InputObject)]
pub struct EventOrder {
    /// What it is sorted by.
    #[graphql(default_with = "EventOrderField::StartsAt")]
    field: EventOrderField,
    /// Which end comes first.
    #[graphql(default_with = "OrderDirection::Asc")]
    direction: OrderDirection,
}

/// The domain's form of both.
///
/// # Errors
/// [`Failure::BadRequest`] for an organizer's id that is none, or a text that is too long.
pub(super) fn event_query(
    filter: Option<EventFilter>,
    order: Option<EventOrder>,
) -> Result<list::EventQuery, Failure> {
    let filter = filter.map(list::EventFilter::try_from).transpose()?;
    let by_default = match filter.as_ref().is_some_and(list::EventFilter::is_ranked) {
        true => list::EventOrder { field: list::OrderField::Relevance, descending: false },
        false => list::EventOrder::default(),
    };
    let query =
        list::EventQuery { filter, order: order.map_or(by_default, list::EventOrder::from) };
    query.check()?;
    Ok(query)
}

impl TryFrom<EventFilter> for list::EventFilter {
    type Error = Failure;

    fn try_from(filter: EventFilter) -> Result<Self, Failure> {
        let organizer = filter.organizer_id.map(|id| query_id(&id, UserId::parse)).transpose()?;
        let series = filter.series_id.map(|id| query_id(&id, EventSeriesId::parse)).transpose()?;
        Ok(Self {
            series,
            search: filter.search,
            location: filter.location,
            language: filter.language,
            category: filter.category,
            organizer,
            starts_from: filter.starts_from.map(|instant| instant.0),
            starts_before: filter.starts_before.map(|instant| instant.0),
            near: filter.near.map(list::Near::try_from).transpose()?,
            has_seats: filter.has_seats,
            include_past: filter.include_past.unwrap_or_default(),
            status: filter.status.map(|status| status.into_iter().map(Into::into).collect()),
        })
    }
}

impl TryFrom<NearInput> for list::Near {
    type Error = Failure;

    fn try_from(near: NearInput) -> Result<Self, Failure> {
        Self::new(near.from.0, near.before.map(|instant| instant.0), near.days)
    }
}

impl From<EventOrder> for list::EventOrder {
    fn from(order: EventOrder) -> Self {
        Self { field: order.field.into(), descending: order.direction == OrderDirection::Desc }
    }
}
