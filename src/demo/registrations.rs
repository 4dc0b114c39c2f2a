//! The parties of the events, in the order in which they asked for seats.

use std::collections::HashSet;

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::demo::clock;
use crate::demo::events::Listing;
use crate::demo::people::Cast;
use crate::domain::Core;
use crate::domain::registration::{self, NewRegistration, Person};
use crate::entity::registration::{Column, Entity};
use crate::entity::word::{EventStatus, Visibility};
use crate::entity::{event, registration as row};
use crate::kernel::error::Failure;
use crate::kernel::id::UserId;

/// How long after the one before it, or after the event was announced, each party comes.
const EVERY: TimeDelta = TimeDelta::hours(5);

/// Registers the parties of `listing` that never were.
pub(super) async fn load(
    core: &Core,
    cast: &Cast,
    listing: &Listing,
    event: &event::Model,
) -> Result<(), Failure> {
    if event.status != EventStatus::Published || event.deleted_at.is_some() {
        return Ok(());
    }
    // Cancelled ones too: who gave their seats back since does not get them again.
    let rows: Vec<row::Model> =
        Entity::find().filter(Column::EventId.eq(event.id)).all(core.db.read()).await?;
    let known: HashSet<UserId> = rows.into_iter().map(|row| row.user_id).collect();
    let mut asked_at = event.created_at;
    for (name, seats) in listing.parties {
        asked_at += EVERY;
        let guest = cast.person(name)?.user.id;
        if known.contains(&guest) {
            continue;
        }
        // To a private event nobody comes but by its organizer's hand.
        let (viewer, person) = match listing.visibility {
            Visibility::Private => (cast.viewer(listing.organizer)?, Some(Person::Id(guest))),
            _ => (cast.viewer(name)?, None),
        };
        let new = NewRegistration {
            event_id: event.id,
            person,
            quantity: *seats,
            join_waitlist: true,
            key: None,
        };
        match registration::register(&clock::at(core, asked_at), viewer, new).await {
            // Where somebody has changed the event since, it may not take the party any more.
            Ok(_) | Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}
