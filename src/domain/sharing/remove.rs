//! Taking back what was shared, and leaving.

use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::event::{Standing, lock_seen};
use crate::domain::access::{EventRole, Viewer, policy, shares};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::sharing::invitation;
use crate::entity::{event, event_collaborator};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::{EventId, UserId};

/// What is left.
#[derive(Debug)]
pub struct Removed {
    /// The event; `None` where whoever left does not see it any more.
    pub event: Option<event::Model>,
    /// Who has it no longer.
    pub person: UserId,
}

/// Takes back what was shared with a person: the owner from anyone, anyone from themself, whatever their
/// role. It ends at once; an invitation to their address gives nothing from then on.
///
/// # Errors
/// NOT_FOUND, the event or the collaborator; INVALID for the owner; [`Failure::Forbidden`] for another
/// person without the owner's rights, and for oneself where nothing was shared.
pub async fn remove(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    person: UserId,
) -> Result<Removed, Failure> {
    let own_id = viewer.signed_in()?.user.id;
    let on = core.db.begin().await?;
    let (event, standing) = lock_seen(&on, viewer, id, "eventId").await?;
    let (is_own, is_owner) = (person == own_id, standing.role >= Some(EventRole::Owner));
    if standing.role.is_none() || (!is_own && !is_owner) {
        return Err(Failure::Forbidden);
    }
    if person == event.organizer_id {
        let message = "An owner cannot leave; transferEvent hands the event on.";
        return Err(Refusal::invalid("userId", message).into());
    }
    let was_shared = if is_own {
        leave(&on, viewer, id).await?
    } else {
        invitation::void_of(core, &on, id, person).await?;
        delete(&on, id, person).await?
    };
    if !was_shared {
        return Err(Refusal::not_found("userId", "collaborator").into());
    }
    let event = if is_own { still_seen(&on, viewer, event, &standing).await? } else { Some(event) };
    let details = json!({ "user": person.to_string() });
    let entry = Entry::with(Action::CollaboratorRemoved, id, details);
    audit::record(core, &on, viewer.signed_in()?, entry).await?;
    on.commit().await?;
    Ok(Removed { event, person })
}

async fn delete(
    on: &impl ConnectionTrait,
    event: EventId,
    person: UserId,
) -> Result<bool, Failure> {
    let deleted = event_collaborator::Entity::delete_by_id((event, person)).exec(on).await?;
    Ok(deleted.rows_affected > 0)
}

/// Gives up the role by name, and what the invitation to one's own address gives.
async fn leave(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    event: EventId,
) -> Result<bool, Failure> {
    let person = viewer.signed_in()?;
    let was_named = delete(on, event, person.user.id).await?;
    let was_invited = match person.address_key() {
        Some(address) => invitation::void(on, event, address).await?,
        None => false,
    };
    Ok(was_named || was_invited)
}

async fn still_seen(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    event: event::Model,
    before: &Standing,
) -> Result<Option<event::Model>, Failure> {
    let shared = shares::roles(on, viewer.signed_in()?, &[event.id]).await?.remove(&event.id);
    let role = policy::acting_role(viewer, &event, shared);
    let is_seen = policy::sees(role, before.registration.is_some(), &event);
    Ok(is_seen.then_some(event))
}
