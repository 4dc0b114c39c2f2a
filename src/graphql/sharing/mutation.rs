//! Sharing, changing roles, taking back, handing on.

use std::sync::Arc;

use async_graphql::{Context, Object};
use macros::authorized;

use crate::domain::sharing::{self, NewShare, Shared};
use crate::entity::event;
use crate::graphql::context::ContextExt;
use crate::graphql::error::{ApiResult, payload};
use crate::graphql::event::Event;
use crate::graphql::node::input_id;
use crate::graphql::sharing::input::{
    AcceptInvitationInput, DeclineInvitationInput, RemoveCollaboratorInput, ShareEventInput,
    TransferEventInput, UpdateCollaboratorInput, WithdrawInvitationInput,
};
use crate::graphql::sharing::payload::{
    AcceptInvitationPayload, DeclineInvitationPayload, RemoveCollaboratorPayload,
    ShareEventPayload, TransferEventPayload, UpdateCollaboratorPayload, WithdrawInvitationPayload,
};
use crate::graphql::sharing::{Collaborator, Invitation};
use crate::kernel::id::{EventId, UserId};

/// Mutations on shares.
#[derive(Default)]
pub struct SharingMutation;

#[authorized]
#[Object]
impl SharingMutation {
    /// Shares an event with several people at once, or with none of them where one is at fault. A person
    /// named by id or username is a collaborator at once, and who is one already gets the new role. An
    /// email address is invited, and answered alike whether or not it has an account.
    #[auth(EVENT_OWNER)]
    async fn share_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and with whom.")] input: ShareEventInput,
    ) -> ApiResult<ShareEventPayload> {
        let outcome = async {
            let id = input_id("eventId", &input.event_id, EventId::parse)?;
            let with: Vec<NewShare> = input.with.into_iter().map(NewShare::from).collect();
            sharing::share(ctx.core(), &ctx.viewer(), id, &with).await
        };
        let (shared, user_errors) = payload(outcome.await)?;
        let Some(shared) = shared else {
            let (collaborators, invitations) = (Vec::new(), Vec::new());
            return Ok(ShareEventPayload { event: None, collaborators, invitations, user_errors });
        };
        let collaborators = shared.people.iter().filter_map(|person| {
            shared.collaborators.iter().find(|row| row.user_id == *person).cloned()
        });
        let invitations = shared.addresses.iter().filter_map(|address| {
            shared.invitations.iter().find(|row| row.email_key == *address).cloned()
        });
        Ok(ShareEventPayload {
            collaborators: collaborators.map(Collaborator).collect(),
            invitations: invitations.map(Arc::new).map(Invitation).collect(),
            event: Some(show_shared(ctx, shared).await),
            user_errors,
        })
    }

    /// Gives a collaborator another role, at once.
    #[auth(EVENT_OWNER)]
    async fn update_collaborator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which collaborator, and which role.")] input: UpdateCollaboratorInput,
    ) -> ApiResult<UpdateCollaboratorPayload> {
        let outcome = async {
            let event = input_id("eventId", &input.event_id, EventId::parse)?;
            let person = input_id("userId", &input.user_id, UserId::parse)?;
            let role = input.role.into();
            sharing::change_role(ctx.core(), &ctx.viewer(), event, person, role).await
        };
        let (collaborator, user_errors) = payload(outcome.await)?;
        ctx.fresh_loaders();
        let collaborator = collaborator.map(Collaborator);
        Ok(UpdateCollaboratorPayload { collaborator, user_errors })
    }

    /// The owner removes anyone; a collaborator may remove themself. Access ends at once, also what an
    /// invitation to their address gave; that goes on being listed.
    #[auth(EVENT_VIEWER)]
    async fn remove_collaborator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which collaborator.")] input: RemoveCollaboratorInput,
    ) -> ApiResult<RemoveCollaboratorPayload> {
        let outcome = async {
            let event = input_id("eventId", &input.event_id, EventId::parse)?;
            let person = input_id("userId", &input.user_id, UserId::parse)?;
            sharing::remove(ctx.core(), &ctx.viewer(), event, person).await
        };
        let (removed, user_errors) = payload(outcome.await)?;
        let removed_user_id = removed.as_ref().map(|removed| removed.person.to_string().into());
        let event = show(ctx, removed.and_then(|removed| removed.event)).await;
        Ok(RemoveCollaboratorPayload { event, removed_user_id, user_errors })
    }

    /// Hands an event on to another organizer or an admin. The former owner stays as an editor.
    #[auth(EVENT_OWNER)]
    async fn transfer_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which event, and to whom.")] input: TransferEventInput,
    ) -> ApiResult<TransferEventPayload> {
        let outcome = async {
            let event = input_id("eventId", &input.event_id, EventId::parse)?;
            let to = input_id("toUserId", &input.to_user_id, UserId::parse)?;
            sharing::transfer(ctx.core(), &ctx.viewer(), event, to).await
        };
        let (event, user_errors) = payload(outcome.await)?;
        Ok(TransferEventPayload { event: show(ctx, event).await, user_errors })
    }

    /// Takes the invitation of an email address back. Access by it ends at once.
    #[auth(EVENT_OWNER)]
    async fn withdraw_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: WithdrawInvitationInput,
    ) -> ApiResult<WithdrawInvitationPayload> {
        let outcome = async {
            let event = input_id("eventId", &input.event_id, EventId::parse)?;
            sharing::withdraw(ctx.core(), &ctx.viewer(), event, &input.email).await
        };
        let (withdrawn, user_errors) = payload(outcome.await)?;
        let (event, withdrawn_email) = withdrawn.unzip();
        let event = show(ctx, event).await;
        Ok(WithdrawInvitationPayload { event, withdrawn_email, user_errors })
    }

    /// Makes the viewer, whose address is invited, a collaborator by name, whom the event's collaborators
    /// see. The invitation is used up, so that the owner sees whose address it is.
    #[auth(SIGNED_IN)]
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: AcceptInvitationInput,
    ) -> ApiResult<AcceptInvitationPayload> {
        let outcome = async {
            let event = input_id("eventId", &input.event_id, EventId::parse)?;
            sharing::accept(ctx.core(), &ctx.viewer(), event).await
        };
        let (collaborator, user_errors) = payload(outcome.await)?;
        ctx.fresh_loaders();
        let collaborator = collaborator.map(Collaborator);
        Ok(AcceptInvitationPayload { collaborator, user_errors })
    }

    /// Gives up what the viewer's address is invited to. The owner is not told, and goes on seeing the
    /// invitation: were it to go, sharing would tell who is registered.
    #[auth(SIGNED_IN)]
    async fn decline_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: DeclineInvitationInput,
    ) -> ApiResult<DeclineInvitationPayload> {
        let outcome = async {
            let event = input_id("eventId", &input.event_id, EventId::parse)?;
            sharing::decline(ctx.core(), &ctx.viewer(), event).await
        };
        let (declined, user_errors) = payload(outcome.await)?;
        ctx.fresh_loaders();
        let declined_event_id = declined.map(|id| id.to_string().into());
        Ok(DeclineInvitationPayload { declined_event_id, user_errors })
    }
}

/// The event as the command left it, on which the rest of the answer builds.
async fn show(ctx: &Context<'_>, event: Option<event::Model>) -> Option<Event> {
    let loaders = ctx.fresh_loaders();
    let event = Event::from(event?);
    loaders.events.prime(event.0.id, Arc::clone(&event.0)).await;
    Some(event)
}

/// The same, with all that it is shared with.
async fn show_shared(ctx: &Context<'_>, shared: Shared) -> Event {
    let event = Event::from(shared.event);
    let (id, loaders) = (event.0.id, ctx.fresh_loaders());
    loaders.events.prime(id, Arc::clone(&event.0)).await;
    loaders.collaborators.prime(id, Arc::new(shared.collaborators)).await;
    loaders.invitations.prime(id, Arc::new(shared.invitations)).await;
    event
}
