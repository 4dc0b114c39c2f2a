//! Making an event.

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait};

use crate::domain::Core;
use crate::domain::access::{OrganizerAccess, presence};
use crate::domain::category;
use crate::domain::event::{Fields, search_row};
use crate::domain::version::{self, Edit};
use crate::entity::event;
use crate::entity::word::{EventStatus, VersionChange};
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::{CategoryId, EventId};
use crate::kernel::seats::Seats;

/// What an event is made from.
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// What is said of it.
    pub fields: Fields,
    /// The slug of its category.
    pub category: Option<String>,
    /// Published at once; else it is a draft.
    pub publish: bool,
}

/// Makes an event, owned by whoever has the access.
///
/// # Errors
/// INVALID fields, all of them at once; [`Failure::Unauthenticated`] or [`Failure::Forbidden`] where the
/// account or its role ended meanwhile.
pub async fn create(
    core: &Core,
    organizer: OrganizerAccess<'_>,
    new: NewEvent,
) -> Result<event::Model, Failure> {
    let mut refusals = Refusals::default();
    let fields = new.fields.check(Seats::NONE, &mut refusals);
    let transaction = core.db.begin().await?;
    presence::hold_viewer(&transaction, organizer.person()).await?.organizer()?;
    let category = category_of(&transaction, new.category.as_deref(), &mut refusals).await?;
    refusals.finish()?;

    let now = core.clock.now();
    let status = if new.publish { EventStatus::Published } else { EventStatus::Draft };
    let mut row = event::ActiveModel {
        id: Set(EventId::new(now, &*core.random)),
        organizer_id: Set(organizer.person().user.id),
        category_id: Set(category),
        status: Set(status),
        registered_count: Set(Seats::NONE),
        waitlisted_count: Set(Seats::NONE),
        last_line_number: Set(0),
        feedback_count: Set(0),
        rating_sum: Set(0),
        cancellation_reason: Set(None),
        cancelled_at: Set(None),
        deleted_at: Set(None),
        series_id: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(version::FIRST),
        ..Default::default()
    };
    fields.write(&mut row);
    let made = row.insert(&transaction).await?;
    search_row::write(&transaction, &made).await?;
    let made_now = [Edit::made(&made)];
    version::record(&transaction, made.organizer_id, VersionChange::Created, &made_now).await?;
    transaction.commit().await?;
    Ok(made)
}

/// The category that `slug` names, held until the transaction `on` ends, so that nobody deletes it
/// meanwhile.
pub(super) async fn category_of(
    on: &impl ConnectionTrait,
    slug: Option<&str>,
    refusals: &mut Refusals,
) -> Result<Option<CategoryId>, Failure> {
    let Some(slug) = slug else { return Ok(None) };
    let found = category::hold(on, slug).await?;
    if found.is_none() {
        refusals.push(Refusal::invalid("category", "There is no category with this slug."));
    }
    Ok(found.map(|category| category.id))
}
