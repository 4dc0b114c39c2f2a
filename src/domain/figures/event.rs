//! Figures of many events at once: three statements.

use std::collections::HashMap;

use chrono::NaiveDate;
use chrono_tz::Tz;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ColumnTrait, EntityTrait, IntoSimpleExpr, JoinType, QueryFilter, QuerySelect, RelationDef,
};

use crate::db::{bucket, keys::is_in};
use crate::domain::Core;
use crate::domain::figures::days::Days;
use crate::entity::word::RegistrationStatus;
use crate::entity::{feedback, registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::EventId;

/// The figures of an event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Registrations, whatever their status.
    pub registrations: i64,
    /// Seats of those that have them.
    pub registered: i64,
    /// Seats asked for by those in line.
    pub waitlisted: i64,
    /// Seats of cancelled registrations.
    pub cancelled: i64,
    /// Seats whose ticket was used.
    pub checked_in: i64,
    /// Seats asked for, by the days of the event's zone on which that was, whatever became of them.
    pub by_day: Vec<(NaiveDate, i64)>,
    /// How often each rating was given, from 1 to 5.
    pub ratings: [i64; 5],
}

/// The figures of each of `events`, whose days are those of its zone. Whoever calls this holds an
/// [`EventAccess`](crate::domain::access::EventAccess) to each.
///
/// # Errors
/// As any query.
pub async fn of_events(
    core: &Core,
    events: &[(EventId, Tz)],
) -> Result<HashMap<EventId, Statistics>, Failure> {
    let ids: Vec<EventId> = events.iter().map(|(id, _)| *id).collect();
    let zones: HashMap<EventId, Tz> = events.iter().copied().collect();
    let mut found: HashMap<EventId, Statistics> =
        ids.iter().map(|id| (*id, Statistics::default())).collect();
    let mut days: HashMap<EventId, Days> = HashMap::new();
    for (id, status, quarter, count, seats) in registrations(core, &ids).await? {
        let Some(statistics) = found.get_mut(&id) else { continue };
        statistics.registrations += count;
        match status {
            RegistrationStatus::Registered => statistics.registered += seats,
            RegistrationStatus::Waitlisted => statistics.waitlisted += seats,
            RegistrationStatus::Cancelled => statistics.cancelled += seats,
        }
        let zone = zones.get(&id).copied().unwrap_or(Tz::UTC);
        days.entry(id).or_default().add(zone, quarter, seats);
    }
    for (id, days) in days {
        if let Some(statistics) = found.get_mut(&id) {
            statistics.by_day = days.finish();
        }
    }
    for (id, seats) in checked_in(core, &ids).await? {
        if let Some(statistics) = found.get_mut(&id) {
            statistics.checked_in = seats;
        }
    }
    for (id, rating, count) in ratings(core, &ids).await? {
        let place = usize::try_from(rating.saturating_sub(1)).unwrap_or(usize::MAX);
        if let Some(times) = found.get_mut(&id).and_then(|of| of.ratings.get_mut(place)) {
            *times = count;
        }
    }
    Ok(found)
}

/// By event, status and quarter of an hour: the registrations, and their seats. So the database hands over
/// a row for each quarter in which something happened, and never one for each registration.
async fn registrations(
    core: &Core,
    events: &[EventId],
) -> Result<Vec<(EventId, RegistrationStatus, i64, i64, i64)>, Failure> {
    use registration::Column;
    let quarter = bucket::of(&core.db, Column::CreatedAt);
    Ok(registration::Entity::find()
        .select_only()
        .column(Column::EventId)
        .column(Column::Status)
        .expr_as(quarter.clone(), "quarter")
        .expr_as(Column::Id.into_simple_expr().count(), "registrations")
        .expr_as(Column::Quantity.into_simple_expr().sum(), "seats")
        .filter(is_in(Column::EventId, events))
        .group_by(Column::EventId)
        .group_by(Column::Status)
        .group_by(quarter)
        .into_tuple()
        .all(core.db.read())
        .await?)
}

async fn checked_in(core: &Core, events: &[EventId]) -> Result<Vec<(EventId, i64)>, Failure> {
    Ok(ticket::Entity::find()
        .join(JoinType::InnerJoin, its_registration())
        .select_only()
        .column(registration::Column::EventId)
        .expr_as(ticket::Column::Id.into_simple_expr().count(), "seats")
        .filter(is_in(registration::Column::EventId, events))
        .filter(ticket::Column::CheckedInAt.is_not_null())
        .filter(ticket::Column::CancelledAt.is_null())
        .group_by(registration::Column::EventId)
        .into_tuple()
        .all(core.db.read())
        .await?)
}

async fn ratings(core: &Core, events: &[EventId]) -> Result<Vec<(EventId, i32, i64)>, Failure> {
    Ok(feedback::Entity::find()
        .select_only()
        .column(feedback::Column::EventId)
        .column(feedback::Column::Rating)
        .expr_as(feedback::Column::Id.into_simple_expr().count(), "times")
        .filter(is_in(feedback::Column::EventId, events))
        .group_by(feedback::Column::EventId)
        .group_by(feedback::Column::Rating)
        .into_tuple()
        .all(core.db.read())
        .await?)
}

/// From a ticket to its registration.
pub(super) fn its_registration() -> RelationDef {
    ticket::Entity::belongs_to(registration::Entity)
        .from(ticket::Column::RegistrationId)
        .to(registration::Column::Id)
        .into()
}
