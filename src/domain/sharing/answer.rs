//! Answering an invitation. Its access is there without an answer; to accept it is to be named among the
//! collaborators, to decline it to give the access up. Who accepts does so in the open; who declines is not
//! seen to.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveEnum, DatabaseTransaction, EntityTrait};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::event::lock_seen;
use crate::domain::access::{Viewer, presence, shares};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::sharing::invitation;
use crate::entity::{event, event_collaborator, event_invitation};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::EventId;

/// Makes the viewer, whose address is invited, a collaborator by name. A greater role that they have
/// stays.
///
/// # Errors
/// NOT_FOUND where the address is not invited to such an event.
pub async fn accept(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
) -> Result<event_collaborator::Model, Failure> {
    use event_collaborator::Column;
    let person = viewer.signed_in()?;
    let on = core.db.begin().await?;
    presence::hold_viewer(&on, person).await?;
    let invited = standing(&on, viewer, id).await?.role;
    invitation::delete(&on, id, &person.user.email_key).await?;
    let key = (id, person.user.id);
    let named = event_collaborator::Entity::find_by_id(key).one(&on).await?;
    let row = match named {
        Some(row) => event_collaborator::Model { role: shares::greater(row.role, invited), ..row },
        None => event_collaborator::Model {
            event_id: id,
            user_id: person.user.id,
            role: invited,
            added_at: core.clock.now(),
        },
    };
    let written = event_collaborator::ActiveModel {
        event_id: Set(row.event_id),
        user_id: Set(row.user_id),
        role: Set(row.role),
        added_at: Set(row.added_at),
    };
    let in_place = OnConflict::columns([Column::EventId, Column::UserId])
        .update_column(Column::Role)
        .to_owned();
    let insert = event_collaborator::Entity::insert(written).on_conflict(in_place);
    insert.exec_without_returning(&on).await?;
    let details = json!({ "role": row.role.to_value() });
    let entry = Entry::with(Action::InvitationAccepted, id, details);
    audit::record(core, &on, person, entry).await?;
    on.commit().await?;
    Ok(row)
}

/// Gives up what the viewer's address was invited to. The owner goes on seeing the invitation, as that of
/// an address which nobody has.
///
/// # Errors
/// NOT_FOUND where the address is not invited to such an event.
pub async fn decline(core: &Core, viewer: &Viewer, id: EventId) -> Result<EventId, Failure> {
    let person = viewer.signed_in()?;
    let on = core.db.begin().await?;
    standing(&on, viewer, id).await?;
    invitation::void(&on, id, &person.user.email_key).await?;
    audit::record(core, &on, person, Entry::new(Action::InvitationDeclined, id)).await?;
    on.commit().await?;
    Ok(id)
}

/// The invitation of the viewer's address, the event locked.
async fn standing(
    on: &DatabaseTransaction,
    viewer: &Viewer,
    id: EventId,
) -> Result<event_invitation::Model, Failure> {
    let gone = || Failure::from(Refusal::not_found("eventId", "invitation"));
    let person = viewer.signed_in()?;
    let own = &person.user;
    let address = person.address_key().ok_or_else(gone)?;
    let event: Result<(event::Model, _), Failure> = lock_seen(on, viewer, id, "eventId").await;
    let (event, _) = event.map_err(|failure| match failure {
        Failure::Refused(_) => gone(),
        other => other,
    })?;
    let key = (id, address.to_owned());
    let found = event_invitation::Entity::find_by_id(key).one(on).await?;
    let found = found.filter(|row| !row.is_void && event.organizer_id != own.id);
    found.ok_or_else(gone)
}
