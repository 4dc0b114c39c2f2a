//! What happened to the events besides: shared with others, moved to another place, and talked of afterwards.

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::demo::clock;
use crate::demo::events::Listing;
use crate::demo::people::Cast;
use crate::domain::Core;
use crate::domain::event::{self, EventChange};
use crate::domain::feedback::{self, NewFeedback};
use crate::domain::registration::Person;
use crate::domain::sharing::{self, NewShare};
use crate::entity::word::EventStatus;
use crate::entity::{event as row, event_collaborator as share};
use crate::kernel::error::Failure;

/// How long after it was announced an event is shared.
const SHARED: TimeDelta = TimeDelta::hours(1);
/// How long after it was announced an event is moved, when its parties have come.
const MOVED: TimeDelta = TimeDelta::days(15);
/// How long after its end, and after the one before, somebody says how it was.
const SAID: TimeDelta = TimeDelta::hours(3);

/// Does for `event` whatever of it has not been done.
pub(super) async fn load(
    core: &Core,
    cast: &Cast,
    listing: &Listing,
    event: &row::Model,
) -> Result<(), Failure> {
    if event.status != EventStatus::Published || event.deleted_at.is_some() {
        return Ok(());
    }
    share_it(core, cast, listing, event).await?;
    move_it(core, cast, listing, event).await?;
    talk_of_it(core, cast, listing, event).await
}

async fn share_it(
    core: &Core,
    cast: &Cast,
    listing: &Listing,
    event: &row::Model,
) -> Result<(), Failure> {
    let rows = share::Entity::find().filter(share::Column::EventId.eq(event.id));
    let known: Vec<share::Model> = rows.all(core.db.read()).await?;
    let mut with = Vec::new();
    for (name, role) in listing.shared {
        let id = cast.person(name)?.user.id;
        if known.iter().all(|share| share.user_id != id) {
            with.push(NewShare { person: Ok(Person::Id(id)), role: *role });
        }
    }
    if !with.is_empty() {
        let core = clock::at(core, event.created_at + SHARED);
        sharing::share(&core, cast.viewer(listing.organizer)?, event.id, &with).await?;
    }
    Ok(())
}

/// One that was changed since is left as it stands.
async fn move_it(
    core: &Core,
    cast: &Cast,
    listing: &Listing,
    event: &row::Model,
) -> Result<(), Failure> {
    let Some(place) = listing.moved_to.filter(|_| event.version == 1) else { return Ok(()) };
    let core = clock::at(core, event.created_at + MOVED);
    let location = Some(Some(place.to_owned()));
    let change = EventChange { location, ..EventChange::default() };
    event::update(&core, cast.viewer(listing.organizer)?, event.id, Some(1), change).await?;
    Ok(())
}

async fn talk_of_it(
    core: &Core,
    cast: &Cast,
    listing: &Listing,
    event: &row::Model,
) -> Result<(), Failure> {
    let mut said_at = event.ends_at;
    for (name, rating, comment) in listing.feedback {
        said_at += SAID;
        let (event_id, comment) = (event.id, (*comment).to_owned());
        let new = NewFeedback { event_id, rating: *rating, comment };
        let core = clock::at(core, said_at.min(core.clock.now()));
        match feedback::leave(&core, cast.viewer(name)?, new).await {
            // They have said it, or gave their seats back since, or the event was put off.
            Ok(_) | Err(Failure::Refused(_)) => {}
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}
