//! Giving a collaborator another role.

use sea_orm::sea_query::Expr;
use sea_orm::{ActiveEnum, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::domain::Core;
use crate::domain::access::{EventAccess, EventRole, Owner, Viewer};
use crate::domain::audit::{self, Action, Entry};
use crate::domain::sharing::invitation;
use crate::entity::event_collaborator::{Column, Entity, Model};
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::{EventId, UserId};

/// Gives a collaborator another role, at once; an invitation to their address gives nothing beyond it
/// from then on.
///
/// # Errors
/// NOT_FOUND, the event or the collaborator; INVALID for the role OWNER and for the owner.
pub async fn change_role(
    core: &Core,
    viewer: &Viewer,
    event: EventId,
    person: UserId,
    role: EventRole,
) -> Result<Model, Failure> {
    let actor = viewer.signed_in()?;
    let on = core.db.begin().await?;
    let access = EventAccess::<Owner>::lock(&on, viewer, event, "eventId").await?;
    let mut refusals = Refusals::default();
    let role = refusals.check(role.shared().ok_or_else(|| {
        Refusal::invalid("role", "An event has one owner; transferEvent hands it on.")
    }));
    if access.event().organizer_id == person {
        let message = "The owner stays the owner; transferEvent hands the event on.";
        refusals.push(Refusal::invalid("userId", message));
    }
    refusals.finish()?;
    let gone = || Failure::from(Refusal::not_found("userId", "collaborator"));
    let standing = Entity::find_by_id((event, person)).one(&on).await?.ok_or_else(gone)?;
    let role = role.unwrap_or(standing.role);
    let changed = Entity::update_many()
        .col_expr(Column::Role, Expr::value(role))
        .filter(Column::EventId.eq(event))
        .filter(Column::UserId.eq(person))
        .exec(&on)
        .await?;
    // Their account was erased in this very moment.
    if changed.rows_affected == 0 {
        return Err(gone());
    }
    invitation::void_of(core, &on, event, person).await?;
    if role != standing.role {
        let (from, to) = (standing.role.to_value(), role.to_value());
        let details = json!({ "user": person.to_string(), "from": from, "to": to });
        let entry = Entry::with(Action::CollaboratorChanged, event, details);
        audit::record(core, &on, actor, entry).await?;
    }
    on.commit().await?;
    Ok(Model { role, ..standing })
}
