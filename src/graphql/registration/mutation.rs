//! Signing up, changing and giving back.

use std::sync::Arc;

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::registration::{self, NewRegistration, Outcome, Registering};
use crate::entity::word::RegistrationStatus;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, UserError, payload};
use crate::graphql::node::input_id;
use crate::graphql::registration::Registration;
use crate::graphql::registration::input::{
    CancelRegistrationInput, RegisterForEventInput, UpdateRegistrationInput,
};
use crate::graphql::registration::payload::{
    CancelRegistrationPayload, RegisterForEventPayload, UpdateRegistrationPayload,
};
use crate::kernel::error::{Code, Refusal};
use crate::kernel::id::RegistrationId;

/// Mutations on registrations.
#[derive(Default)]
pub struct RegistrationMutation;

#[authorized]
#[Object]
impl RegistrationMutation {
    /// Asks for seats at an event: they are given at once where the party fits, else it joins the
    /// waitlist.
    #[auth(SIGNED_IN)]
    async fn register_for_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and how many seats.")] input: RegisterForEventInput,
    ) -> ApiResult<RegisterForEventPayload> {
        let outcome = async {
            let new = NewRegistration::try_from(input)?;
            registration::register(ctx.core(), &ctx.viewer(), new).await
        };
        let (outcome, mut user_errors) = payload(outcome.await)?;
        let registration = match outcome {
            None => None,
            Some(Registering::Made(outcome)) => Some(show(ctx, outcome).await),
            Some(Registering::Standing(outcome)) => {
                user_errors.push(already_registered());
                Some(show(ctx, outcome).await)
            }
        };
        Ok(RegisterForEventPayload { registration, user_errors })
    }

    /// Changes the number of seats, by the registrant or an editor of the event.
    #[auth(SIGNED_IN)]
    async fn update_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration, and how many seats from now on.")]
        input: UpdateRegistrationInput,
    ) -> ApiResult<UpdateRegistrationPayload> {
        let outcome = async {
            let id = input_id("id", &input.id, RegistrationId::parse)?;
            registration::update(ctx.core(), &ctx.viewer(), id, input.quantity).await
        };
        let (outcome, user_errors) = payload(outcome.await)?;
        Ok(UpdateRegistrationPayload { registration: show_some(ctx, outcome).await, user_errors })
    }

    /// Gives the seats or the place in line back, by the registrant or an editor of the event.
    #[auth(SIGNED_IN)]
    async fn cancel_registration(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which registration.")] input: CancelRegistrationInput,
    ) -> ApiResult<CancelRegistrationPayload> {
        let outcome = async {
            let id = input_id("id", &input.id, RegistrationId::parse)?;
            registration::cancel(ctx.core(), &ctx.viewer(), id).await
        };
        let (outcome, user_errors) = payload(outcome.await)?;
        Ok(CancelRegistrationPayload { registration: show_some(ctx, outcome).await, user_errors })
    }
}

async fn show_some(ctx: &Context<'_>, outcome: Option<Outcome>) -> Option<Registration> {
    match outcome {
        Some(outcome) => Some(show(ctx, outcome).await),
        None => None,
    }
}

/// The registration, with the loaders primed by what its transaction saw: an answer shows one state,
/// never a later one mixed in.
async fn show(ctx: &Context<'_>, outcome: Outcome) -> Registration {
    let Outcome { registration, event, tickets, position } = outcome;
    let loaders = ctx.fresh_loaders();
    let registration = Arc::new(registration);
    let own =
        ctx.viewer().person().filter(|person| person.user.id == registration.user_id).cloned();
    if own.is_some() && registration.status != RegistrationStatus::Cancelled {
        loaders.viewer_registrations.prime(event.id, Arc::clone(&registration)).await;
    }
    if let Some(person) = own {
        loaders.users.prime(person.user.id, Arc::new(person.user)).await;
    }
    loaders.events.prime(event.id, Arc::new(event)).await;
    loaders.registrations.prime(registration.id, Arc::clone(&registration)).await;
    loaders.tickets_of.prime(registration.id, Arc::new(tickets)).await;
    if let Some(position) = position {
        loaders.positions.prime(registration.id, position).await;
    }
    Registration(registration)
}

fn already_registered() -> UserError {
    let message = "There is an active registration for this event already.";
    Refusal::new(Code::AlreadyRegistered, "", message).into()
}
