//! The door: letting the bearer of a ticket in, and taking that back.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use macros::authorized;

use crate::domain::registration::{self, CheckingIn, IdempotencyKey, Scan, Shown};
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::node::input_id;
use crate::graphql::registration::mutation::show;
use crate::graphql::registration::{Registration, Ticket};
use crate::graphql::scalar::Instant;
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::EventId;

/// Lets the bearer of a ticket in.
#[derive(Debug, InputObject)]
pub struct CheckInTicketInput {
    /// The ticket's code, in any case and with look-alike letters mistaken for each other.
    code: String,
    /// Refuses a ticket of another event.
    event_id: Option<ID>,
    /// When the ticket was scanned, where a device without the network reports it later; now where left out.
    /// checkedInAt becomes this time. Of several devices that scanned the same ticket the first to report
    /// has let its bearer in, and the others get ALREADY_CHECKED_IN.
    scanned_at: Option<Instant>,
    /// Any string of up to 128 characters, new for each scan: a retry with the same key and input gets the first
    /// answer and not ALREADY_CHECKED_IN, for at least 24 hours.
    idempotency_key: Option<String>,
}

/// Takes a check-in back.
#[derive(Debug, InputObject)]
pub struct UndoCheckInInput {
    /// The ticket's code.
    code: String,
}

/// The answer of `checkInTicket`.
#[derive(SimpleObject)]
pub struct CheckInTicketPayload {
    /// The ticket, now used; on ALREADY_CHECKED_IN the ticket, with when and by whom it was used; null where
    /// it was refused otherwise.
    ticket: Option<Ticket>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<UserError>,
}

/// The answer of `undoCheckIn`.
#[derive(SimpleObject)]
pub struct UndoCheckInPayload {
    /// The ticket, not used; null where that was refused.
    ticket: Option<Ticket>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<UserError>,
}

/// Mutations at the door.
#[derive(Default)]
pub struct CheckInMutation;

#[authorized]
#[Object]
impl CheckInMutation {
    /// Lets the bearer of a ticket in, once: of two doors at the same moment one does, and the other hears
    /// ALREADY_CHECKED_IN.
    #[auth(EVENT_CHECK_IN)]
    async fn check_in_ticket(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ticket.")] input: CheckInTicketInput,
    ) -> ApiResult<CheckInTicketPayload> {
        let (viewer, address) = (ctx.viewer(), ctx.client().ip_address.as_deref());
        let outcome = async {
            registration::check_in(ctx.core(), &viewer, address, Scan::try_from(input)?).await
        };
        let (outcome, mut user_errors) = payload(outcome.await)?;
        let ticket = match outcome {
            None => None,
            Some(CheckingIn::LetIn(shown)) => Some(show_ticket(ctx, shown).await),
            Some(CheckingIn::Before(shown)) => {
                let message = "This ticket was used before.";
                user_errors.push(Refusal::new(Code::AlreadyCheckedIn, "", message).into());
                Some(show_ticket(ctx, shown).await)
            }
        };
        Ok(CheckInTicketPayload { ticket, user_errors })
    }

    /// Takes a check-in back, so that the ticket lets somebody in again; one that is not in use stays so.
    #[auth(EVENT_CHECK_IN)]
    async fn undo_check_in(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which ticket.")] input: UndoCheckInInput,
    ) -> ApiResult<UndoCheckInPayload> {
        let (viewer, address) = (ctx.viewer(), ctx.client().ip_address.as_deref());
        let outcome = registration::undo_check_in(ctx.core(), &viewer, address, &input.code);
        let (shown, user_errors) = payload(outcome.await)?;
        let ticket = match shown {
            None => None,
            Some(shown) => Some(show_ticket(ctx, shown).await),
        };
        Ok(UndoCheckInPayload { ticket, user_errors })
    }
}

impl TryFrom<CheckInTicketInput> for Scan {
    type Error = Failure;

    fn try_from(input: CheckInTicketInput) -> Result<Self, Failure> {
        let event_id = input.event_id.map(|id| input_id("eventId", &id, EventId::parse));
        Ok(Self {
            code: input.code,
            event_id: event_id.transpose()?,
            scanned_at: input.scanned_at.map(|instant| instant.0),
            key: input.idempotency_key.as_deref().map(IdempotencyKey::parse).transpose()?,
        })
    }
}

/// The ticket, on what its transaction saw.
async fn show_ticket(ctx: &Context<'_>, shown: Shown) -> Ticket {
    let Shown { ticket, holder } = shown;
    let Registration(holder) = show(ctx, holder).await;
    let row = Arc::new(ticket);
    ctx.loaders().tickets.prime(row.id, Arc::clone(&row)).await;
    Ticket { row, holder }
}
