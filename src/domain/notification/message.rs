//! What notifications say. No message names a person: it outlives whoever it would name.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::entity::event;
use crate::entity::word::{CollaboratorRole, NotificationKind};
use crate::kernel::seats::Seats;
use crate::kernel::text;

/// What is said of a party's seats or place in line.
#[must_use]
pub fn of_party(kind: NotificationKind, event: &event::Model, seats: Seats) -> String {
    let (title, seats) = (&event.title, counted(seats));
    match kind {
        NotificationKind::Waitlisted => format!(
            "“{title}” is full. You are in line for {seats}, and will hear as soon as you have them."
        ),
        NotificationKind::Promoted => {
            format!(
                "Seats came free: you now have {seats} for “{title}”, {}.",
                place_and_time(event)
            )
        }
        NotificationKind::RegistrationCancelled => {
            format!("Your registration for “{title}” was cancelled by its organizers.")
        }
        _ => format!("You have {seats} for “{title}”, {}.", place_and_time(event)),
    }
}

/// What is said of an event's turn of time: that it starts soon, or is over.
#[must_use]
pub fn of_occasion(kind: NotificationKind, event: &event::Model) -> String {
    let title = &event.title;
    match kind {
        NotificationKind::FeedbackInvited => {
            format!("“{title}” is over. How was it? Give it one to five.")
        }
        _ => format!("“{title}” starts soon: {}.", place_and_time(event)),
    }
}

/// What is said of an event that will not take place.
#[must_use]
pub fn cancelled(event: &event::Model) -> String {
    let said = format!("“{}”, {}, is cancelled.", event.title, place_and_time(event));
    match event.cancellation_reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => format!("{said} {reason}"),
        None => said,
    }
}

/// What is said of another time or place; `None` where both are as they were. A place that differs in
/// punctuation, case or accents alone is the same one.
#[must_use]
pub fn changed(before: &event::Model, after: &event::Model) -> Option<String> {
    let is_moved = before.starts_at != after.starts_at
        || before.ends_at != after.ends_at
        || before.time_zone != after.time_zone;
    let is_elsewhere = is_elsewhere(&before.location, &after.location);
    let mut news = Vec::new();
    if is_moved {
        let (starts, ends) = (time(after, after.starts_at), time(after, after.ends_at));
        news.push(format!("it now starts {starts} and ends {ends}"));
    }
    if is_elsewhere {
        news.push(format!("it now takes place at {}", after.location));
    }
    (!news.is_empty()).then(|| format!("“{}” has changed: {}.", after.title, news.join("; ")))
}

/// What is said to somebody whom an event was shared with.
#[must_use]
pub fn shared(event: &event::Model, role: CollaboratorRole) -> String {
    format!("“{}” was shared with you: {}.", event.title, may(role))
}

/// What somebody with `role` may do.
#[must_use]
pub fn may(role: CollaboratorRole) -> &'static str {
    match role {
        CollaboratorRole::Editor => "you may edit it",
        CollaboratorRole::CheckIn => "you may check its guests in",
        CollaboratorRole::Viewer => "you may see all of it",
    }
}

/// What is said to somebody whose feedback an admin removed.
#[must_use]
pub fn feedback_removed(event: &event::Model) -> String {
    format!("Your feedback on “{}” was removed by an administrator of this server.", event.title)
}

/// What `kind` is about, in a few words: the subject of its mail.
#[must_use]
pub fn subject(kind: NotificationKind, title: &str) -> String {
    match kind {
        NotificationKind::Registered => format!("Your seats for {title}"),
        NotificationKind::Waitlisted => format!("You are in line for {title}"),
        NotificationKind::Promoted => format!("You have seats for {title} now"),
        NotificationKind::RegistrationCancelled => {
            format!("Your registration for {title} was cancelled")
        }
        NotificationKind::EventChanged => format!("{title}: another time or place"),
        NotificationKind::EventCancelled => format!("{title} is cancelled"),
        NotificationKind::EventStartsSoon => format!("{title} starts soon"),
        NotificationKind::EventShared => format!("{title} was shared with you"),
        NotificationKind::FeedbackInvited => format!("How was {title}?"),
        NotificationKind::FeedbackRemoved => format!("Your feedback on {title} was removed"),
    }
}

/// When and where, on the clocks of the event.
#[must_use]
pub fn place_and_time(event: &event::Model) -> String {
    let starts = time(event, event.starts_at);
    if event.location.is_empty() { starts } else { format!("{starts}, {}", event.location) }
}

fn time(event: &event::Model, at: DateTime<Utc>) -> String {
    let zone: Tz = event.time_zone.parse().unwrap_or(Tz::UTC);
    format!("{} ({})", at.with_timezone(&zone).format("%a %-d %B %Y, %H:%M"), zone.name())
}

fn counted(seats: Seats) -> String {
    if seats == Seats::ONE { "a seat".to_owned() } else { format!("{} seats", seats.count()) }
}

fn is_elsewhere(before: &str, after: &str) -> bool {
    let words = (text::words(before), text::words(after));
    // Places without a letter are told apart as they are written.
    if words.0.is_empty() || words.1.is_empty() { before != after } else { words.0 != words.1 }
}

#[cfg(test)]
#[path = "message_tests.rs"]
mod tests;
