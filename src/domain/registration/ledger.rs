//! The counters of an event, and what a command on one registration answers with.

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
};

use crate::domain::registration::ticket;
use crate::entity::{event, registration, ticket as ticket_entity};
use crate::kernel::error::Failure;
use crate::kernel::seats::Seats;

/// A registration as the transaction left it, with all that a client may ask of it, so that the answer
/// shows one state and not a later one.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The registration.
    pub registration: registration::Model,
    /// Its event.
    pub event: event::Model,
    /// Its tickets that are good.
    pub tickets: Vec<ticket_entity::Model>,
    /// Its place in line, from 1, while it waits.
    pub position: Option<i32>,
}

/// Reads what belongs to `registration` inside its transaction.
pub(super) async fn outcome(
    on: &impl ConnectionTrait,
    registration: registration::Model,
    event: event::Model,
) -> Result<Outcome, Failure> {
    let tickets = ticket::good(on, registration.id).await?;
    let position = match registration.line_number {
        None => None,
        Some(number) => {
            let ahead = registration::Entity::find()
                .filter(registration::Column::EventId.eq(registration.event_id))
                .filter(registration::Column::LineNumber.lt(number))
                .count(on)
                .await?;
            Some(i32::try_from(ahead).unwrap_or(i32::MAX).saturating_add(1))
        }
    };
    Ok(Outcome { registration, event, tickets, position })
}

/// Writes the counters of the locked `event`.
pub(super) async fn count(
    on: &impl ConnectionTrait,
    event: event::Model,
    registered: Seats,
    waiting: Seats,
) -> Result<event::Model, Failure> {
    let counted = event::ActiveModel {
        id: Unchanged(event.id),
        registered_count: Set(registered),
        waitlisted_count: Set(waiting),
        ..Default::default()
    };
    counted.update(on).await?;
    Ok(event::Model { registered_count: registered, waitlisted_count: waiting, ..event })
}

/// Gives out the next place in line of the locked `event`.
pub(super) async fn next_line_number(
    on: &impl ConnectionTrait,
    event: event::Model,
) -> Result<(event::Model, i64), Failure> {
    let number = event.last_line_number.saturating_add(1);
    let numbered = event::ActiveModel {
        id: Unchanged(event.id),
        last_line_number: Set(number),
        ..Default::default()
    };
    numbered.update(on).await?;
    Ok((event::Model { last_line_number: number, ..event }, number))
}
