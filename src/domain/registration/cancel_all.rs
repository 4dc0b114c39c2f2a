//! Cancelling many registrations at once: an event that is deleted, a person who leaves.

use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use crate::db::keys::is_in;
use crate::domain::Core;
use crate::domain::access::event::active_registration;
use crate::domain::notification::Told;
use crate::domain::registration::store;
use crate::entity::word::RegistrationStatus;
use crate::entity::{event, idempotency_key, registration, ticket};
use crate::kernel::error::Failure;
use crate::kernel::id::{EventId, UserId};
use crate::kernel::seats::Seats;

/// Cancels every active registration of the locked `event`, and answers the event as it then is. A
/// handful of statements, however many there are.
///
/// # Errors
/// As any statement.
pub async fn cancel_all(
    core: &Core,
    on: &DatabaseTransaction,
    event: event::Model,
) -> Result<event::Model, Failure> {
    cancel_all_of(core, on, &[event.id]).await?;
    Ok(event::Model { registered_count: Seats::NONE, waitlisted_count: Seats::NONE, ..event })
}

/// Cancels every active registration of many locked events, in the same few statements.
///
/// # Errors
/// As any statement.
pub async fn cancel_all_of(
    core: &Core,
    on: &DatabaseTransaction,
    events: &[EventId],
) -> Result<(), Failure> {
    if events.is_empty() {
        return Ok(());
    }
    let now = core.clock.now();
    let of_events = registration::Entity::find()
        .select_only()
        .column(registration::Column::Id)
        .filter(is_in(registration::Column::EventId, events))
        .filter(registration::Column::Status.eq(RegistrationStatus::Registered))
        .into_query();
    ticket::Entity::update_many()
        .col_expr(ticket::Column::CancelledAt, Expr::value(now))
        .filter(ticket::Column::RegistrationId.in_subquery(of_events))
        .filter(ticket::Column::CancelledAt.is_null())
        .exec(on)
        .await?;
    registration::Entity::update_many()
        .col_expr(registration::Column::Status, Expr::value(RegistrationStatus::Cancelled))
        .col_expr(registration::Column::LineNumber, Expr::value(Option::<i64>::None))
        .col_expr(registration::Column::CancelledAt, Expr::value(now))
        .col_expr(registration::Column::LeftVersion, version_of_event())
        .filter(is_in(registration::Column::EventId, events))
        .filter(registration::is_active())
        .exec(on)
        .await?;
    event::Entity::update_many()
        .col_expr(event::Column::RegisteredCount, Expr::value(Seats::NONE))
        .col_expr(event::Column::WaitlistedCount, Expr::value(Seats::NONE))
        .filter(is_in(event::Column::Id, events))
        .exec(on)
        .await?;
    Ok(())
}

/// The version of the event that a registration is for, as its locked row now has it.
fn version_of_event() -> SimpleExpr {
    let is_its = event::Column::Id.into_simple_expr();
    let is_its = is_its.eq(registration::Column::EventId.into_simple_expr());
    let version = event::Entity::find()
        .select_only()
        .column(event::Column::Version)
        .filter(is_its)
        .into_query();
    SimpleExpr::from(version)
}

/// Cancels every registration of `person` for events that are not over, with promotion of those in
/// line, and forgets the keys by which they could repeat a request.
///
/// # Errors
/// As any statement.
pub async fn withdraw_person(
    core: &Core,
    on: &DatabaseTransaction,
    person: UserId,
) -> Result<(), Failure> {
    // By id, so that two people who leave at once lock the events they share in the same order.
    let events: Vec<EventId> = registration::Entity::find()
        .select_only()
        .column(registration::Column::EventId)
        .inner_join(event::Entity)
        .filter(registration::Column::UserId.eq(person))
        .filter(registration::is_active())
        .filter(event::Column::EndsAt.gt(core.clock.now()))
        .order_by_asc(registration::Column::EventId)
        .into_tuple()
        .all(on)
        .await?;
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::UserId.eq(person))
        .exec(on)
        .await?;
    for id in events {
        let locked = event::Entity::find_by_id(id).lock_exclusive().one(on).await?;
        let standing = active_registration(on, id, person).await?;
        if let (Some(event), Some(registration)) = (locked, standing) {
            let (leaving, now) = (registration.id, core.clock.now());
            let tickets = store::tickets_of(on, &[leaving]).await?.remove(&leaving);
            let mut book = store::open(on, event).await?;
            book.know(registration, tickets.unwrap_or_default(), None);
            book.cancel(leaving, now)?;
            store::promote(on, &mut book, now, &*core.random).await?;
            store::close(on, book, Told::at(core, now)).await?;
        }
    }
    Ok(())
}
