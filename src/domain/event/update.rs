//! Changing an event.

use chrono::{DateTime, Utc};

use crate::domain::Core;
use crate::domain::access::{Editor, EventAccess, Viewer};
use crate::domain::event::Fields;
use crate::domain::event::create::category_of;
use crate::domain::event::rewrite::{Editing, is_stale, rewrite};
use crate::entity::event;
use crate::entity::word::{GuestList, VersionChange, Visibility};
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::EventId;

/// What to change: `None` leaves a field as it is, `Some(None)` clears it.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "as the columns of the same names")]
pub struct EventChange {
    pub title: Option<Option<String>>,
    pub description: Option<Option<String>>,
    pub location: Option<Option<String>>,
    pub language: Option<Option<String>>,
    /// The slug of the category.
    pub category: Option<Option<String>>,
    pub starts_at: Option<Option<DateTime<Utc>>>,
    pub ends_at: Option<Option<DateTime<Utc>>>,
    pub time_zone: Option<Option<String>>,
    pub capacity: Option<Option<i32>>,
    pub selling_out_threshold: Option<Option<i32>>,
    pub max_seats_per_registration: Option<Option<i32>>,
    pub waitlist_enabled: Option<Option<bool>>,
    pub registration_opens_at: Option<Option<DateTime<Utc>>>,
    pub registration_closes_at: Option<Option<DateTime<Utc>>>,
    pub visibility: Option<Option<Visibility>>,
    pub guest_list_visibility: Option<Option<GuestList>>,
}

/// Changes an event, whatever its status. A start that moves takes the end with it, unless that is
/// given too. Seats that a higher limit or none brings go to those in line. Where `expected` is no longer
/// the event's version nothing is changed.
///
/// # Errors
/// NOT_FOUND; INVALID fields, all of them at once; CAPACITY_BELOW_REGISTERED.
pub async fn update(
    core: &Core,
    viewer: &Viewer,
    id: EventId,
    expected: Option<i32>,
    change: EventChange,
) -> Result<Editing, Failure> {
    let actor = viewer.signed_in()?.user.id;
    let transaction = core.db.begin().await?;
    let standing = EventAccess::<Editor>::lock(&transaction, viewer, id, "id").await?.into_event();
    if is_stale(&standing, expected) {
        return Ok(Editing::Stale(standing));
    }
    let mut refusals = Refusals::default();
    let category = match &change.category {
        None => standing.category_id,
        Some(slug) => category_of(&transaction, slug.as_deref(), &mut refusals).await?,
    };
    let fields =
        merged(&standing, change, &mut refusals).check(standing.registered_count, &mut refusals);
    refusals.finish()?;
    let new = (fields, category);
    let word = VersionChange::Updated;
    let changed = rewrite(core, &transaction, actor, word, &standing, new).await?;
    transaction.commit().await?;
    core.jobs.wake();
    Ok(Editing::Done(changed))
}

/// The fields of `standing` with `change` over them.
pub(super) fn merged(
    standing: &event::Model,
    change: EventChange,
    refusals: &mut Refusals,
) -> Fields {
    let mut fields = Fields::of(standing);
    let lasts = fields.ends_at - fields.starts_at;
    let has_moved = matches!(change.starts_at, Some(Some(_)));
    put("title", change.title, &mut fields.title, refusals);
    put("description", change.description, &mut fields.description, refusals);
    put("location", change.location, &mut fields.location, refusals);
    put("language", change.language, &mut fields.language, refusals);
    put("startsAt", change.starts_at, &mut fields.starts_at, refusals);
    if has_moved {
        fields.ends_at = fields.starts_at + lasts;
    }
    put("endsAt", change.ends_at, &mut fields.ends_at, refusals);
    put("timeZone", change.time_zone, &mut fields.time_zone, refusals);
    put(
        "sellingOutThreshold",
        change.selling_out_threshold,
        &mut fields.selling_out_threshold,
        refusals,
    );
    put(
        "maxSeatsPerRegistration",
        change.max_seats_per_registration,
        &mut fields.max_seats_per_registration,
        refusals,
    );
    put("waitlistEnabled", change.waitlist_enabled, &mut fields.waitlist_enabled, refusals);
    put("visibility", change.visibility, &mut fields.visibility, refusals);
    put(
        "guestListVisibility",
        change.guest_list_visibility,
        &mut fields.guest_list_visibility,
        refusals,
    );
    fields.capacity = change.capacity.unwrap_or(fields.capacity);
    fields.registration_opens_at =
        change.registration_opens_at.unwrap_or(fields.registration_opens_at);
    fields.registration_closes_at =
        change.registration_closes_at.unwrap_or(fields.registration_closes_at);
    fields
}

/// Puts a given value into a field that may not be null.
fn put<T>(name: &str, given: Option<Option<T>>, field: &mut T, refusals: &mut Refusals) {
    match given {
        None => {}
        Some(Some(value)) => *field = value,
        Some(None) => refusals.push(Refusal::invalid(name, "This may not be null.")),
    }
}
