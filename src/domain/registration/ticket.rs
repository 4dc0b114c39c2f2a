//! Tickets: one a seat, with a code that nobody guesses.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::domain::Core;
use crate::domain::registration::ticket_code::{STEM, TicketCode};
use crate::entity::{registration, ticket};
use crate::kernel::base32;
use crate::kernel::error::Failure;
use crate::kernel::id::{RegistrationId, TicketId};
use crate::kernel::seats::Seats;

/// New letters for the tickets of a registration: fifty bits of chance.
pub(super) fn stem(core: &Core) -> String {
    let mut bytes = [0_u8; STEM];
    core.random.fill(&mut bytes);
    base32::letters(&bytes)
}

/// Makes `seats` more tickets for a registration, numbered after `last`.
pub(super) async fn issue(
    core: &Core,
    on: &impl ConnectionTrait,
    registration: &registration::Model,
    last: i32,
    seats: Seats,
) -> Result<(), Failure> {
    let Some(stem) = &registration.ticket_stem else {
        return Err(Failure::internal("a registration with seats has no letters for its tickets"));
    };
    let now = core.clock.now();
    let rows = (1..=seats.count()).map(|step| {
        let seat_number = last.saturating_add(step);
        ticket::ActiveModel {
            id: Set(TicketId::new(now, &*core.random)),
            registration_id: Set(registration.id),
            seat_number: Set(seat_number),
            code: Set(TicketCode::new(stem, seat_number).to_string()),
            created_at: Set(now),
            ..Default::default()
        }
    });
    ticket::Entity::insert_many(rows).exec_without_returning(on).await?;
    Ok(())
}

/// The number of the last ticket ever given to a registration. New ones follow it, so that the code of a
/// ticket which was given back never comes alive again.
pub(super) async fn last_number(
    on: &impl ConnectionTrait,
    registration: RegistrationId,
) -> Result<i32, Failure> {
    let last = ticket::Entity::find()
        .select_only()
        .column_as(ticket::Column::SeatNumber.max(), "last")
        .filter(ticket::Column::RegistrationId.eq(registration))
        .into_tuple::<Option<i32>>()
        .one(on)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

/// The tickets that are good, by seat.
pub(super) async fn good(
    on: &impl ConnectionTrait,
    registration: RegistrationId,
) -> Result<Vec<ticket::Model>, Failure> {
    Ok(ticket::Entity::find()
        .filter(ticket::Column::RegistrationId.eq(registration))
        .filter(ticket::Column::CancelledAt.is_null())
        .order_by_asc(ticket::Column::SeatNumber)
        .all(on)
        .await?)
}

/// Takes tickets back, keeping the first `kept`.
pub(super) async fn withdraw(
    core: &Core,
    on: &impl ConnectionTrait,
    registration: RegistrationId,
    kept: Seats,
) -> Result<(), Failure> {
    let good = good(on, registration).await?;
    let kept = usize::try_from(kept.count()).unwrap_or_default();
    let returned: Vec<TicketId> = good.iter().skip(kept).map(|ticket| ticket.id).collect();
    if returned.is_empty() {
        return Ok(());
    }
    ticket::Entity::update_many()
        .col_expr(ticket::Column::CancelledAt, Expr::value(core.clock.now()))
        .filter(ticket::Column::Id.is_in(returned))
        .exec(on)
        .await?;
    Ok(())
}
