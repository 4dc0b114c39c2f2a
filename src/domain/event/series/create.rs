//! Making a series.

use chrono::Datelike;
use chrono_tz::Tz;
use sea_orm::{ActiveModelTrait, IntoActiveModel};

use crate::domain::Core;
use crate::domain::access::OrganizerAccess;
use crate::domain::event::NewEvent;
use crate::domain::event::make::{self, Categories, Checked};
use crate::domain::event::series::expand::occurrences;
use crate::domain::event::series::rule::Rule;
use crate::entity::{event, event_series};
use crate::kernel::error::{Failure, Refusal, Refusals};
use crate::kernel::id::EventSeriesId;

/// What a series is made from.
#[derive(Debug, Clone)]
pub struct NewSeries {
    /// The first occurrence.
    pub event: NewEvent,
    /// RFC 5545 RRULE.
    pub recurrence_rule: String,
}

/// Makes an event for each occurrence of the rule, as long as the first, its registration opening and
/// closing as long before its start. All of them, or none.
///
/// # Errors
/// INVALID fields under `event`, INVALID `recurrenceRule`, all at once; otherwise as
/// [`create`](crate::domain::event::create()).
pub async fn create(
    core: &Core,
    organizer: OrganizerAccess<'_>,
    new: NewSeries,
) -> Result<(event_series::Model, Vec<event::Model>), Failure> {
    let mut first = Checked::of(new.event);
    let mut refusals = Refusals::default();
    let rule = refusals.check(Rule::parse(&new.recurrence_rule).map_err(no_rule));
    let events = match rule.clone() {
        // Off the async threads: a rule may take the search through thousands of years.
        Some(rule) if first.refusals.is_empty() => {
            let first = first.clone();
            let found = tokio::task::spawn_blocking(move || expanded(&rule, &first)).await;
            refusals.check(found.map_err(Failure::internal)?.map_err(no_rule)).unwrap_or_default()
        }
        _ => Vec::new(),
    };

    let on = core.db.begin().await?;
    let owner = make::hold_organizer(&on, organizer).await?;
    let categories = Categories::hold(&on, std::slice::from_mut(&mut first)).await?;
    refusals.add_under(&["event"], first.refusals);
    refusals.finish()?;
    let text = rule.map(|rule| rule.text).unwrap_or_default();
    let now = core.clock.now();
    let id = EventSeriesId::new(now, &*core.random);
    let series = event_series::Model { id, recurrence_rule: text, created_at: now };
    series.clone().into_active_model().reset_all().insert(&on).await?;
    let made = make::insert(core, &on, owner, Some(id), &categories, events).await?;
    on.commit().await?;
    Ok((series, made))
}

/// The first event at each of the rule's times.
fn expanded(rule: &Rule, first: &Checked) -> Result<Vec<Checked>, String> {
    let zone: Tz = first.fields.time_zone.parse().map_err(|_| "There is no such zone.")?;
    let starts = occurrences(rule, first.fields.starts_at, zone)?;
    let at = |start| {
        let mut event = first.clone();
        let later = start - event.fields.starts_at;
        event.fields.starts_at = start;
        event.fields.ends_at += later;
        for end in
            [&mut event.fields.registration_opens_at, &mut event.fields.registration_closes_at]
        {
            *end = end.map(|instant| instant + later);
        }
        event
    };
    let events: Vec<Checked> = starts.into_iter().map(at).collect();
    if events.iter().any(|event| event.fields.ends_at.year() > 9999) {
        return Err("Years run to 9999, and an occurrence would end after that.".to_owned());
    }
    Ok(events)
}

fn no_rule(message: String) -> Refusal {
    Refusal::invalid("recurrenceRule", message)
}
