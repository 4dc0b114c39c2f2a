//! Handing an event on to another owner.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, OnConflict};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait};
use serde_json::json;

use crate::domain::access::{EventAccess, Owner, Viewer, presence};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::sharing::invitation;
use crate::domain::{Core, version};
use crate::entity::word::{CollaboratorRole, Role, VersionChange};
use crate::entity::{event, event_collaborator, user};
use crate::kernel::error::{Code, Failure, Refusal};
use crate::kernel::id::{EventId, UserId};

/// Hands an event on to `to`. The former owner stays as an editor.
///
/// # Errors
/// NOT_FOUND, the event or the person; INVALID for its owner; ROLE_NOT_ALLOWED for who may not have events.
pub async fn transfer(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    to: UserId,
) -> Result<event::Model, Failure> {
    let actor = viewer.signed_in()?.user.id;
    loop {
        let on = core.db.begin().await?;
        // Accounts are held before the event is locked, the owner's too; so it is read twice.
        let former = event::Entity::find_by_id(id).one(&on).await?.map(|event| event.organizer_id);
        let people = Condition::any()
            .add(user::Column::Id.eq(actor))
            .add(user::Column::Id.eq(to))
            .add_option(former.map(|former| user::Column::Id.eq(former)));
        let held = presence::hold(&on, people).await?;
        if !held.iter().any(|user| user.id == actor) {
            return Err(Failure::Unauthenticated);
        }
        let access = EventAccess::<Owner>::lock(&on, viewer, id, "eventId").await?;
        if Some(access.event().organizer_id) != former {
            // It was handed on in between, to somebody who is not held.
            continue;
        }
        let event = hand_on(core, &on, actor, access, &held, to).await?;
        let details = json!({
            "from": former.map(|former| former.to_string()), "to": to.to_string(),
        });
        let entry = Entry::with(Action::EventTransferred, id, details);
        audit::record(core, &on, viewer.signed_in()?, entry).await?;
        on.commit().await?;
        return Ok(event);
    }
}

async fn hand_on(
    core: &Core,
    on: &DatabaseTransaction,
    actor: UserId,
    access: EventAccess<Owner>,
    held: &[user::Model],
    to: UserId,
) -> Result<event::Model, Failure> {
    let standing = access.into_event();
    let former = standing.organizer_id;
    if to == former {
        return Err(Refusal::invalid("toUserId", "This person owns the event already.").into());
    }
    let new = held.iter().find(|user| user.id == to);
    let new = new.ok_or_else(|| Refusal::not_found("toUserId", "person"))?;
    if !matches!(new.role, Role::Organizer | Role::Admin) {
        let message = "Only organizers and admins own events.";
        return Err(Refusal::new(Code::RoleNotAllowed, "toUserId", message).into());
    }
    let mut row = event::ActiveModel::from(standing.clone());
    row.organizer_id = Set(to);
    let change = VersionChange::OwnershipTransferred;
    let event = version::amend(core, on, actor, change, &standing, row).await?;
    event_collaborator::Entity::delete_by_id((event.id, to)).exec(on).await?;
    if core.account_rules.counts_address(new) {
        invitation::void(on, event.id, &new.email_key).await?;
    }
    if held.iter().any(|user| user.id == former) {
        keep_as_editor(core, on, event.id, former).await?;
    }
    Ok(event)
}

async fn keep_as_editor(
    core: &Core,
    on: &DatabaseTransaction,
    event: EventId,
    former: UserId,
) -> Result<(), Failure> {
    use event_collaborator::Column;
    let row = event_collaborator::ActiveModel {
        event_id: Set(event),
        user_id: Set(former),
        role: Set(CollaboratorRole::Editor),
        added_at: Set(core.clock.now()),
    };
    let in_place = OnConflict::columns([Column::EventId, Column::UserId])
        .update_column(Column::Role)
        .to_owned();
    let insert = event_collaborator::Entity::insert(row).on_conflict(in_place);
    insert.exec_without_returning(on).await?;
    Ok(())
}
