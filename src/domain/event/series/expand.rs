//! When the occurrences of a rule are.
//!
//! The library counts days on a calendar without clock changes; what a zone's clocks make of the local
//! times that it names is decided here. Left to itself it doubles and drops occurrences where the clocks
//! change (its issue 115).

use chrono::{DateTime, LocalResult, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use rrule::RRuleSet;

use crate::domain::event::series::MOST;
use crate::domain::event::series::rule::{End, Rule};

/// The instants at which the events of a series start, the first of them `starts_at` itself.
///
/// The hour on the wall in `zone` stays across clock changes. A local time that a clock change leaves out
/// is no occurrence and is not counted (RFC 5545 §3.3.10); of one that comes twice the first is meant
/// (§3.3.5).
///
/// What it costs is bounded: the library's search ends with the year 10000, and a rule that `starts_at`
/// does not fit is refused after the first period.
///
/// # Errors
/// Why there is no such series, for a person to read.
pub fn occurrences(
    rule: &Rule,
    starts_at: DateTime<Utc>,
    zone: Tz,
) -> Result<Vec<DateTime<Utc>>, String> {
    let local = starts_at.with_timezone(&zone).naive_local();
    let whole = local.with_nanosecond(0).unwrap_or(local);
    let fraction = local - whole;
    begins_with(rule, whole)?;
    let wanted = match rule.end {
        End::Count(count) => count,
        _ => MOST,
    };
    let mut found = Vec::with_capacity(wanted);
    for named in &days(rule, 1, whole)? {
        let named = named.naive_utc();
        // The first is the event as it was given, in the second of two like hours perhaps.
        let start = if found.is_empty() { Some(starts_at) } else { instant(zone, named, fraction) };
        let Some(start) = start else { continue };
        if is_over(rule.end, named, start) {
            return ended(found);
        }
        if found.len() == MOST {
            return Err(format!("A series has at most {MOST} occurrences; this rule has more."));
        }
        found.push(start);
        if matches!(rule.end, End::Count(count) if found.len() == count) {
            return Ok(found);
        }
    }
    if let End::Count(count) = rule.end {
        return Err(format!("This rule does not happen {count} times before the year 10000."));
    }
    ended(found)
}

fn ended(found: Vec<DateTime<Utc>>) -> Result<Vec<DateTime<Utc>>, String> {
    if found.is_empty() {
        return Err("UNTIL is before the first occurrence.".to_owned());
    }
    Ok(found)
}

/// Refuses a rule that does not name `first`: what RFC 5545 §3.8.5.3 leaves undefined. So falls a rule
/// that never happens, too.
fn begins_with(rule: &Rule, first: NaiveDateTime) -> Result<(), String> {
    // Looks at the period around `first` alone: the next is beyond all years, or few steps away from it.
    let near = days(rule, u16::MAX, first)?.into_iter().next();
    if near.is_some_and(|named| named.naive_utc() == first) {
        return Ok(());
    }
    Err(format!(
        "The event must be the rule's first occurrence, but the rule does not name its start, {} in its \
         time zone. Perhaps it never happens.",
        first.format("%A %Y-%m-%d %H:%M"),
    ))
}

/// The local times that the rule names from `first` on, without end, on clocks that never change.
fn days(rule: &Rule, every: u16, first: NaiveDateTime) -> Result<RRuleSet, String> {
    let first = rrule::Tz::UTC.from_utc_datetime(&first);
    let days = if every == 1 { rule.days.clone() } else { rule.days.clone().interval(every) };
    let days =
        days.validate(first).map_err(|fault| format!("This rule makes no sense: {fault}."))?;
    Ok(RRuleSet::new(first).rrule(days).limit())
}

fn is_over(end: End, named: NaiveDateTime, start: DateTime<Utc>) -> bool {
    match end {
        End::Count(_) => false,
        End::Day(day) => named.date() > day,
        End::Local(local) => named > local,
        End::Instant(instant) => start > instant,
    }
}

/// The instant at which the clocks of `zone` show `local`; none where they never do.
fn instant(zone: Tz, local: NaiveDateTime, fraction: TimeDelta) -> Option<DateTime<Utc>> {
    match zone.from_local_datetime(&(local + fraction)) {
        LocalResult::Single(only) => Some(only.to_utc()),
        LocalResult::Ambiguous(first, _) => Some(first.to_utc()),
        LocalResult::None => None,
    }
}

#[cfg(test)]
#[path = "expand_tests.rs"]
mod tests;
