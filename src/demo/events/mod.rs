//! What takes place: one file of [`Listing`]s an organizer, on days counted from today.

mod africa;
mod americas;
mod asia;
mod europe;
mod listing;

use chrono::TimeDelta;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::demo::categories::Slugs;
use crate::demo::clock;
use crate::demo::events::listing::Life;
use crate::demo::people::Cast;
use crate::domain::Core;
use crate::domain::event::{self, NewEvent};
use crate::entity::event as row;
use crate::entity::word::EventStatus;
use crate::kernel::error::Failure;

pub(super) use listing::Listing;

/// How long before it starts, or before today where that is earlier, an event is announced. Its parties
/// come within this time.
const ANNOUNCED: TimeDelta = TimeDelta::days(30);

/// How long after it was announced an event is called off.
const CALLED_OFF: TimeDelta = TimeDelta::days(20);

/// Every listing.
pub(super) fn all() -> impl Iterator<Item = &'static Listing> {
    [&africa::LISTINGS, &americas::LISTINGS, &asia::LISTINGS, &europe::LISTINGS]
        .into_iter()
        .flatten()
}

/// The event of `listing`, made where it is missing; one that was deleted since is not.
pub(super) async fn load(
    core: &Core,
    cast: &Cast,
    categories: &Slugs,
    listing: &Listing,
) -> Result<row::Model, Failure> {
    let organizer = cast.person(listing.organizer)?.user.id;
    let known = row::Entity::find()
        .filter(row::Column::OrganizerId.eq(organizer))
        .filter(row::Column::Title.eq(listing.title))
        .one(core.db.read())
        .await?;
    if let Some(event) = known {
        return Ok(event);
    }
    let now = core.clock.now();
    let fields = listing.fields(now)?;
    let announced = clock::at(core, now.min(fields.starts_at) - ANNOUNCED);
    let new = NewEvent {
        fields,
        category: categories.get(listing.category).cloned(),
        publish: !matches!(listing.life, Life::Draft),
    };
    event::create(&announced, cast.viewer(listing.organizer)?.organizer()?, new).await
}

/// Cancels an event that was called off, once everybody had signed up for it.
pub(super) async fn call_off(
    core: &Core,
    cast: &Cast,
    listing: &Listing,
    event: &row::Model,
) -> Result<(), Failure> {
    let Life::CalledOff(reason) = listing.life else { return Ok(()) };
    if event.status == EventStatus::Published && event.deleted_at.is_none() {
        let core = clock::at(core, event.created_at + CALLED_OFF);
        let organizer = cast.viewer(listing.organizer)?;
        event::cancel(&core, organizer, event.id, Some(reason.to_owned())).await?;
    }
    Ok(())
}
