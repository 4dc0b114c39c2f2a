//! The right to act on one event.

use std::marker::PhantomData;

use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};

use crate::db::keys::is_in;
use crate::domain::access::policy::{self, EventRole};
use crate::domain::access::{Viewer, shares};
use crate::entity::word::{CollaboratorRole, RegistrationStatus};
use crate::entity::{event, registration};
use crate::kernel::error::{Failure, Refusal};
use crate::kernel::id::EventId;

/// A level of rights over an event, as a type.
pub trait Level: Send + Sync + 'static {
    /// The least role that has it.
    const ROLE: EventRole;
}

macro_rules! levels {
    ($($(#[$doc:meta])* $name:ident = $role:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}
            impl Level for $name {
                const ROLE: EventRole = EventRole::$role;
            }
        )+
    };
}

levels! {
    /// Sees registrations, history and figures.
    Spectator = Viewer;
    /// Checks tickets in.
    CheckIn = CheckIn;
    /// Edits, publishes, manages registrations.
    Editor = Editor;
    /// Everything.
    Owner = Owner;
}

/// Proof that the viewer has the rights of level `L` over the event.
#[derive(Debug, Clone)]
pub struct EventAccess<L: Level> {
    event: event::Model,
    level: PhantomData<L>,
}

/// What a viewer is to an event, as the database has it.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What they may act as.
    pub role: Option<EventRole>,
    /// What it was shared with them as; OWNER for the organizer.
    pub shared_role: Option<EventRole>,
    /// Their own active registration.
    pub registration: Option<registration::Model>,
}

impl<L: Level> EventAccess<L> {
    /// The event, as it stood when access was given; locked where it was asked for so.
    #[must_use]
    pub fn event(&self) -> &event::Model {
        &self.event
    }

    /// Takes the event out.
    #[must_use]
    pub fn into_event(self) -> event::Model {
        self.event
    }

    /// The rights that `role` gives over an event which the viewer is known to see.
    ///
    /// # Errors
    /// [`Failure::Forbidden`], or [`Failure::Unauthenticated`] where nobody is signed in.
    pub fn of(
        viewer: &Viewer,
        event: event::Model,
        collaborator: Option<CollaboratorRole>,
    ) -> Result<Self, Failure> {
        viewer.signed_in()?;
        let role = policy::acting_role(viewer, &event, collaborator);
        if role >= Some(L::ROLE) {
            Ok(Self { event, level: PhantomData })
        } else {
            Err(Failure::Forbidden)
        }
    }

    /// Loads and locks the event for the transaction `on`, and gives the rights over it.
    ///
    /// # Errors
    /// NOT_FOUND with `field` where the viewer does not see it, [`Failure::Forbidden`] where they see
    /// it but have not the rights.
    pub async fn lock(
        on: &impl ConnectionTrait,
        viewer: &Viewer,
        id: EventId,
        field: &str,
    ) -> Result<Self, Failure> {
        let (event, standing) = lock_seen(on, viewer, id, field).await?;
        viewer.signed_in()?;
        if standing.role >= Some(L::ROLE) {
            Ok(Self { event, level: PhantomData })
        } else {
            Err(Failure::Forbidden)
        }
    }

    /// As [`EventAccess::lock`], for an event that was deleted: only who has the rights knows of it.
    ///
    /// # Errors
    /// NOT_FOUND with `field` where it does not exist, was not deleted, or is not theirs.
    pub async fn lock_deleted(
        on: &impl ConnectionTrait,
        viewer: &Viewer,
        id: EventId,
        field: &str,
    ) -> Result<Self, Failure> {
        let gone = || Failure::from(Refusal::not_found(field, "deleted event"));
        let event = locked_row(on, id).await?.ok_or_else(gone)?;
        let standing = standing(on, viewer, &event).await?;
        if event.deleted_at.is_none() || standing.role < Some(L::ROLE) {
            return Err(gone());
        }
        Ok(Self { event, level: PhantomData })
    }
}

/// Loads and locks an event that the viewer sees, for the transaction `on`.
///
/// # Errors
/// NOT_FOUND with `field` where it does not exist or is hidden from the viewer.
pub async fn lock_seen(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    id: EventId,
    field: &str,
) -> Result<(event::Model, Standing), Failure> {
    let hidden = || Failure::from(Refusal::not_found(field, "event"));
    let event = locked_row(on, id).await?.ok_or_else(hidden)?;
    let standing = standing(on, viewer, &event).await?;
    if !policy::sees(standing.role, standing.registration.is_some(), &event) {
        return Err(hidden());
    }
    Ok((event, standing))
}

/// Locks events, in the order of their ids. One alone is waited for; of several, those that somebody else
/// holds are left out.
///
/// # Errors
/// As any query.
pub async fn lock_many(
    on: &impl ConnectionTrait,
    ids: &[EventId],
) -> Result<Vec<event::Model>, Failure> {
    use sea_orm::sea_query::{LockBehavior, LockType};
    use sea_orm::{QueryFilter, QueryOrder};
    if let [id] = ids {
        return Ok(locked_row(on, *id).await?.into_iter().collect());
    }
    Ok(event::Entity::find()
        .filter(is_in(event::Column::Id, ids))
        .order_by_asc(event::Column::Id)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(on)
        .await?)
}

/// On SQLite the transaction already holds the one write lock, and the clause is left out.
async fn locked_row(
    on: &impl ConnectionTrait,
    id: EventId,
) -> Result<Option<event::Model>, Failure> {
    Ok(event::Entity::find_by_id(id).lock_exclusive().one(on).await?)
}

async fn standing(
    on: &impl ConnectionTrait,
    viewer: &Viewer,
    event: &event::Model,
) -> Result<Standing, Failure> {
    let Some(person) = viewer.person() else {
        return Ok(Standing { role: None, shared_role: None, registration: None });
    };
    let collaborator = shares::roles(on, person, &[event.id]).await?.remove(&event.id);
    let registration = active_registration(on, event.id, person.user.id).await?;
    Ok(Standing {
        role: policy::acting_role(viewer, event, collaborator),
        shared_role: policy::shared_role(viewer, event, collaborator),
        registration,
    })
}

/// The one registration of `person` for the event that is not cancelled.
///
/// # Errors
/// As any query.
pub async fn active_registration(
    on: &impl ConnectionTrait,
    event: EventId,
    person: crate::kernel::id::UserId,
) -> Result<Option<registration::Model>, Failure> {
    use sea_orm::{ColumnTrait, QueryFilter};
    Ok(registration::Entity::find()
        .filter(registration::Column::EventId.eq(event))
        .filter(registration::Column::UserId.eq(person))
        .filter(registration::Column::Status.ne(RegistrationStatus::Cancelled))
        .one(on)
        .await?)
}
