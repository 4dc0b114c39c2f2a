//! Changing the occurrences of a series that are to come.

use std::collections::HashMap;

use chrono_tz::Tz;

use crate::domain::Core;
use crate::domain::access::{Editor, Viewer};
use crate::domain::event::create::category_of;
use crate::domain::event::rewrite::is_more;
use crate::domain::event::series::amend::amend;
use crate::domain::event::series::coming::{self, Coming};
use crate::domain::event::update::merged;
use crate::domain::event::{EventChange, Fields, search_row};
use crate::domain::notification::announce;
use crate::domain::registration;
use crate::entity::word::VersionChange;
use crate::entity::{event, event_series};
use crate::kernel::error::{Code, Failure, Refusal, Refusals};
use crate::kernel::id::{EventId, EventSeriesId};
use crate::kernel::seats::Seats;

/// Changes every occurrence that is to come and that the viewer may edit, or none where any of them
/// refuses the change. Seats that a higher limit or none brings go to those in line. `change` has no
/// times: each occurrence keeps its own.
///
/// # Errors
/// NOT_FOUND; INVALID fields, all of them at once; CAPACITY_BELOW_REGISTERED, naming each occurrence that
/// has more seats taken; [`Failure::Forbidden`] for who may look only.
pub async fn update(
    core: &Core,
    viewer: &Viewer,
    id: EventSeriesId,
    change: EventChange,
) -> Result<(event_series::Model, Vec<event::Model>), Failure> {
    let actor = viewer.signed_in()?.user.id;
    let on = core.db.begin().await?;
    let coming = Coming { after: core.clock.now(), from: None, with_cancelled: false };
    let (series, events) = coming::lock::<Editor>(&on, viewer, id, coming).await?;
    let mut refusals = Refusals::default();
    let category = match &change.category {
        None => None,
        Some(slug) => Some(category_of(&on, slug.as_deref(), &mut refusals).await?),
    };
    let fields = checked(&events, &change, &mut refusals);
    refusals.finish()?;

    let word = VersionChange::Updated;
    let changed = amend(core, &on, actor, word, events, |row| {
        if let Some(category) = category {
            row.category_id.set_if_not_equals(category);
        }
        if let Some(fields) = row.id.try_as_ref().and_then(|id| fields.get(id)) {
            fields.clone().write(row);
        }
    })
    .await?;
    let is_reworded = |(before, after): &&(event::Model, event::Model)| {
        before.title != after.title
            || before.location != after.location
            || before.description != after.description
    };
    let reworded: Vec<event::Model> =
        changed.iter().filter(is_reworded).map(|(_, after)| after.clone()).collect();
    search_row::write_all(&on, &reworded).await?;
    announce::changed(core, &on, &changed).await?;
    let mut events = Vec::with_capacity(changed.len());
    for (before, after) in changed {
        let gives =
            is_more(before.capacity, after.capacity) && after.waitlisted_count > Seats::NONE;
        events.push(if gives { registration::promote(core, &on, after).await? } else { after });
    }
    on.commit().await?;
    core.jobs.wake();
    events.sort_by_key(|event| (event.starts_at, event.id));
    Ok((series, events))
}

/// The fields of each event as the change makes them. What is wrong with all of them is told once.
fn checked(
    events: &[event::Model],
    change: &EventChange,
    refusals: &mut Refusals,
) -> HashMap<EventId, Fields> {
    let mut told: Vec<Refusal> = Vec::new();
    let mut fields = HashMap::with_capacity(events.len());
    for event in events {
        let mut own = Refusals::default();
        let merged = merged(event, change.clone(), &mut own);
        fields.insert(event.id, merged.check(event.registered_count, &mut own));
        let Err(Failure::Refused(own)) = own.finish() else { continue };
        for mut refusal in own {
            if refusal.code == Code::CapacityBelowRegistered {
                refusal.message = format!("{}: {}", name_of(event), refusal.message);
            }
            if !told.contains(&refusal) {
                told.push(refusal.clone());
                refusals.push(refusal);
            }
        }
    }
    fields
}

/// Which occurrence it is, for a person to read.
fn name_of(event: &event::Model) -> String {
    let zone: Tz = event.time_zone.parse().unwrap_or(Tz::UTC);
    let start = event.starts_at.with_timezone(&zone).format("%Y-%m-%d %H:%M");
    format!("{} of {start} ({})", event.title, event.id)
}
