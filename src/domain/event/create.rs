//! Making an event, or a batch of them.

use sea_orm::ConnectionTrait;

use crate::domain::Core;
use crate::domain::access::OrganizerAccess;
use crate::domain::category;
use crate::domain::event::make::{self, Categories, Checked, NewEvent};
use crate::entity::event;
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::CategoryId;

/// The most events of one batch.
const MOST_AT_ONCE: usize = 100;

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
    let made = make(core, organizer, vec![new], |_| Vec::new()).await?;
    made.into_iter().next().ok_or_else(|| Failure::internal("no event was made"))
}

/// Makes all of `new`, or none where any of them is refused. However many they are, it takes the same few
/// statements.
///
/// # Errors
/// As [`create`], every fault of every event at once, under `events` and the event's place; INVALID
/// `events` where there is none or more than a hundred.
pub async fn create_all(
    core: &Core,
    organizer: OrganizerAccess<'_>,
    new: Vec<NewEvent>,
) -> Result<Vec<event::Model>, Failure> {
    if !(1..=MOST_AT_ONCE).contains(&new.len()) {
        let message = format!("Between 1 and {MOST_AT_ONCE} events at once.");
        return Err(Refusal::invalid("events", message).into());
    }
    make(core, organizer, new, |place| vec!["events".to_owned(), place.to_string()]).await
}

/// Makes the events; `path` tells where in the input each stands.
async fn make(
    core: &Core,
    organizer: OrganizerAccess<'_>,
    new: Vec<NewEvent>,
    path: impl Fn(usize) -> Vec<String>,
) -> Result<Vec<event::Model>, Failure> {
    let mut events: Vec<Checked> = new.into_iter().map(Checked::of).collect();
    let transaction = core.db.begin().await?;
    let organizer = make::hold_organizer(&transaction, organizer).await?;
    let categories = Categories::hold(&transaction, &mut events).await?;
    let mut refusals = Refusals::default();
    for (place, event) in events.iter_mut().enumerate() {
        let path = path(place);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        refusals.add_under(&path, std::mem::take(&mut event.refusals));
    }
    refusals.finish()?;
    let made = make::insert(core, &transaction, organizer, None, &categories, events).await?;
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
        refusals.push(make::no_category());
    }
    Ok(found.map(|category| category.id))
}
