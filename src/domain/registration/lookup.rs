//! Rows of many registrations at once, for loaders.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Func, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::entity::word::RegistrationStatus;
use crate::entity::{registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, RegistrationId, TicketId, UserId};

/// Registrations by id, whoever they belong to.
///
/// # Errors
/// As any query.
pub async fn by_ids(
    core: &Core,
    ids: &[RegistrationId],
) -> Result<Vec<registration::Model>, Failure> {
    let rows = registration::Entity::find().filter(is_in(registration::Column::Id, ids));
    Ok(rows.all(core.db.read()).await?)
}

/// Tickets by id, whoever they belong to.
///
/// # Errors
/// As any query.
pub async fn tickets_by_ids(core: &Core, ids: &[TicketId]) -> Result<Vec<ticket::Model>, Failure> {
    Ok(ticket::Entity::find().filter(is_in(ticket::Column::Id, ids)).all(core.db.read()).await?)
}

/// The active registrations of one person for many events.
///
/// # Errors
/// As any query.
pub async fn active_of_person(
    core: &Core,
    person: UserId,
    events: &[EventId],
) -> Result<Vec<registration::Model>, Failure> {
    Ok(registration::Entity::find()
        .filter(registration::Column::UserId.eq(person))
        .filter(is_in(registration::Column::EventId, events))
        .filter(registration::Column::Status.ne(RegistrationStatus::Cancelled))
        .all(core.db.read())
        .await?)
}

/// The good tickets of many registrations, by seat.
///
/// # Errors
/// As any query.
pub async fn tickets(
    core: &Core,
    registrations: &[RegistrationId],
) -> Result<HashMap<RegistrationId, Vec<ticket::Model>>, Failure> {
    let rows = ticket::Entity::find()
        .filter(is_in(ticket::Column::RegistrationId, registrations))
        .filter(ticket::Column::CancelledAt.is_null())
        .order_by_asc(ticket::Column::SeatNumber)
        .all(core.db.read())
        .await?;
    let mut found: HashMap<RegistrationId, Vec<ticket::Model>> = HashMap::new();
    for row in rows {
        found.entry(row.registration_id).or_default().push(row);
    }
    Ok(found)
}

/// The places in line of many waiting registrations, from 1.
///
/// # Errors
/// As any query.
pub async fn positions(
    on: &impl ConnectionTrait,
    registrations: &[RegistrationId],
) -> Result<HashMap<RegistrationId, i32>, Failure> {
    let (mine, ahead) = (registration::Entity, Alias::new("ahead"));
    let column = |column: registration::Column| Expr::col((ahead.clone(), column));
    let counted = Query::select()
        .expr(Func::count(Expr::col(Asterisk)))
        .from_as(registration::Entity, ahead.clone())
        .and_where(
            column(registration::Column::EventId).equals((mine, registration::Column::EventId)),
        )
        .and_where(
            column(registration::Column::LineNumber)
                .lte(Expr::col((mine, registration::Column::LineNumber))),
        )
        .to_owned();
    let rows: Vec<(RegistrationId, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .expr_as(sea_orm::sea_query::SimpleExpr::from(counted), "place")
        .filter(is_in(registration::Column::Id, registrations))
        .filter(registration::Column::LineNumber.is_not_null())
        .into_tuple()
        .all(on)
        .await?;
    let place = |count: i64| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(rows.into_iter().map(|(id, count)| (id, place(count))).collect())
}

/// Registrations that are not cancelled. Written out, not bound: only so does a prepared statement use the
/// index of those.
#[must_use]
pub fn is_active() -> sea_orm::sea_query::SimpleExpr {
    let cancelled = sea_orm::sea_query::SimpleExpr::Constant("CANCELLED".into());
    Expr::col((registration::Entity, registration::Column::Status)).ne(cancelled)
}
