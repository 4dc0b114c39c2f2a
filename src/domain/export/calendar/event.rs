//! One event of a calendar (RFC 5545 §3.6.1).

use crate::domain::export::calendar::line::Writer;
use crate::domain::version;
use crate::entity::event;
use crate::entity::word::EventStatus;

/// How sure it is that the event takes place for whoever reads the calendar (§3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It does.
    Confirmed,
    /// A draft, or an event that they wait in line for.
    Tentative,
    /// It does not.
    Cancelled,
}

impl Status {
    /// As the event itself stands.
    #[must_use]
    pub fn of(event: &event::Model) -> Self {
        match event.status {
            EventStatus::Draft => Self::Tentative,
            EventStatus::Published => Self::Confirmed,
            EventStatus::Cancelled => Self::Cancelled,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "CONFIRMED",
            Self::Tentative => "TENTATIVE",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// A calendar that holds `event` alone.
#[must_use]
pub fn file(event: &event::Model) -> String {
    calendar(None, [(event, Status::of(event))])
}

/// A calendar of these events, called `name`.
pub(super) fn calendar<'a>(
    name: Option<&str>,
    events: impl IntoIterator<Item = (&'a event::Model, Status)>,
) -> String {
    let mut writer = Writer::default();
    writer.raw("BEGIN", "VCALENDAR");
    writer.raw("VERSION", "2.0");
    writer.text("PRODID", "-//Turnout//Turnout//EN");
    writer.raw("CALSCALE", "GREGORIAN");
    if let Some(name) = name {
        writer.text("X-WR-CALNAME", name);
    }
    for (event, status) in events {
        write(&mut writer, event, status);
    }
    writer.raw("END", "VCALENDAR");
    writer.finish()
}

fn write(writer: &mut Writer, event: &event::Model, status: Status) {
    writer.raw("BEGIN", "VEVENT");
    // The same for ever, whatever the server is called.
    writer.text("UID", &format!("{}@turnout", event.id));
    // Without a METHOD: when what is said here was last revised (§3.8.7.2).
    writer.instant("DTSTAMP", event.updated_at);
    writer.instant("CREATED", event.created_at);
    writer.instant("LAST-MODIFIED", event.updated_at);
    // From 0 (§3.8.7.4), where versions count from 1.
    let revisions = version::current(event).saturating_sub(version::FIRST);
    writer.raw("SEQUENCE", &revisions.to_string());
    writer.raw("STATUS", status.word());
    writer.instant("DTSTART", event.starts_at);
    writer.instant("DTEND", event.ends_at);
    writer.text("SUMMARY", &event.title);
    writer.text("LOCATION", &event.location);
    if !event.description.is_empty() {
        writer.text("DESCRIPTION", &event.description);
    }
    writer.raw("END", "VEVENT");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_told_by_the_standard() {
        let mut event = crate::domain::registration::waitlist::tests::event(None, 0);
        event.description = "Bring a friend;\nor two.".to_owned();
        event.version = 3;
        let expected = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Turnout//Turnout//EN",
            "CALSCALE:GREGORIAN",
            "BEGIN:VEVENT",
            "UID:event_00000000000000000000000000@turnout",
            "DTSTAMP:20330518T033320Z",
            "CREATED:20330518T033320Z",
            "LAST-MODIFIED:20330518T033320Z",
            "SEQUENCE:2",
            "STATUS:CONFIRMED",
            "DTSTART:20330518T033320Z",
            "DTEND:20330518T043320Z",
            "SUMMARY:Concert",
            "LOCATION:Hall",
            "DESCRIPTION:Bring a friend\\;\\nor two.",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ];
        assert_eq!(file(&event).split("\r\n").collect::<Vec<_>>(), expected);
    }

    #[test]
    fn its_status_follows_its_life() {
        let mut event = crate::domain::registration::waitlist::tests::event(None, 0);
        for (status, word) in [
            (EventStatus::Draft, "TENTATIVE"),
            (EventStatus::Published, "CONFIRMED"),
            (EventStatus::Cancelled, "CANCELLED"),
        ] {
            event.status = status;
            assert!(file(&event).contains(&format!("STATUS:{word}\r\n")));
        }
    }
}
