//! What all ways of making events share: the checks, and the few statements that write any number of
//! them.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, TryIntoModel};

use crate::domain::Core;
use crate::domain::access::{OrganizerAccess, presence};
use crate::domain::category;
use crate::domain::event::{Fields, search_row};
use crate::domain::version::{self, Edit};
use crate::entity::event;
use crate::entity::word::{EventStatus, VersionChange};
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::{CategoryId, EventId, EventSeriesId, UserId};
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

/// An event whose fields were tidied; what broke a rule stands in the refusals, and then it is not made.
#[derive(Debug, Clone)]
pub(super) struct Checked {
    pub(super) fields: Fields,
    category: Option<String>,
    publish: bool,
    pub(super) refusals: Refusals,
}

impl Checked {
    /// Checks all that can be told without the database.
    pub(super) fn of(new: NewEvent) -> Self {
        let mut refusals = Refusals::default();
        let fields = new.fields.check(Seats::NONE, &mut refusals);
        Self { fields, category: new.category, publish: new.publish, refusals }
    }
}

/// The categories that new events name, held so that nobody deletes them meanwhile.
#[derive(Debug)]
pub(super) struct Categories(HashMap<String, CategoryId>);

impl Categories {
    /// Looks the categories of all of `events` up, and refuses in each what is none.
    pub(super) async fn hold(
        on: &impl ConnectionTrait,
        events: &mut [Checked],
    ) -> Result<Self, Failure> {
        let slugs = events.iter().filter_map(|event| event.category.as_deref());
        let found = category::hold_all(on, slugs).await?;
        let found: HashMap<String, CategoryId> =
            found.into_iter().map(|category| (category.slug, category.id)).collect();
        for event in events {
            if event.category.as_ref().is_some_and(|slug| !found.contains_key(slug)) {
                event.refusals.push(no_category());
            }
        }
        Ok(Self(found))
    }
}

/// Begins with what every making of events needs: that the organizer is one still.
pub(super) async fn hold_organizer(
    on: &impl ConnectionTrait,
    organizer: OrganizerAccess<'_>,
) -> Result<UserId, Failure> {
    presence::hold_viewer(on, organizer.person()).await?.organizer()?;
    Ok(organizer.person().user.id)
}

/// Writes new events with their words and their first versions: a handful of statements, however many
/// they are.
pub(super) async fn insert(
    core: &Core,
    on: &impl ConnectionTrait,
    organizer: UserId,
    series: Option<EventSeriesId>,
    categories: &Categories,
    events: Vec<Checked>,
) -> Result<Vec<event::Model>, Failure> {
    let mut made = Vec::with_capacity(events.len());
    for new in events {
        let category = new.category.and_then(|slug| categories.0.get(&slug).copied());
        let mut row = blank(core, organizer);
        row.category_id = Set(category);
        row.series_id = Set(series);
        row.status = Set(if new.publish { EventStatus::Published } else { EventStatus::Draft });
        new.fields.write(&mut row);
        made.push(row.try_into_model()?);
    }
    let rows = made.iter().map(|event| event.clone().into_active_model().reset_all());
    event::Entity::insert_many(rows).exec_without_returning(on).await?;
    search_row::write_all(on, &made).await?;
    let edits: Vec<Edit<'_>> = made.iter().map(Edit::made).collect();
    version::record(on, organizer, VersionChange::Created, &edits).await?;
    Ok(made)
}

/// A new event that nothing is said of yet.
fn blank(core: &Core, organizer: UserId) -> event::ActiveModel {
    let now = core.clock.now();
    event::ActiveModel {
        id: Set(EventId::new(now, &*core.random)),
        organizer_id: Set(organizer),
        registered_count: Set(Seats::NONE),
        waitlisted_count: Set(Seats::NONE),
        last_line_number: Set(0),
        line_length: Set(0),
        line_length_number: Set(0),
        line_length_seats: Set(Seats::NONE),
        feedback_count: Set(0),
        rating_sum: Set(0),
        reminded_at: Set(None),
        feedback_invited_at: Set(None),
        cancellation_reason: Set(None),
        cancelled_at: Set(None),
        deleted_at: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        version: Set(version::FIRST),
        ..Default::default()
    }
}

/// The refusal of a slug that names no category.
pub(super) fn no_category() -> Refusal {
    Refusal::invalid("category", "There is no category with this slug.")
}
