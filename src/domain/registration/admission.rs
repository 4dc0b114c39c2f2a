//! Whether an event takes registrations now, and whether a party gets in.

use chrono::{DateTime, Utc};

use crate::domain::registration::capacity;
use crate::entity::event;
use crate::entity::word::EventStatus;
use crate::kernel::error::{Code, Refusal};
use crate::kernel::seats::Seats;

/// Whether a registration would be taken now, and if not, why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegistrationState {
    /// There is room.
    Open,
    /// No room; one may wait in line.
    Waitlist,
    /// No room, and no line.
    Full,
    /// Registration has not begun.
    NotYetOpen,
    /// Registration is over.
    Closed,
    /// The event has begun.
    Started,
    /// The event will not take place.
    Cancelled,
    /// The event is not published.
    Draft,
}

/// What becomes of a party that asks for seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admission {
    /// It gets its seats.
    Seated,
    /// It joins the end of the line.
    InLine,
    /// It is turned away.
    TurnedAway,
}

/// Whether `event` takes registrations at `now`.
#[must_use]
pub fn state(event: &event::Model, now: DateTime<Utc>) -> RegistrationState {
    // A close that was set later than the start keeps the door open for those who come late.
    let closes_at = event.registration_closes_at.unwrap_or(event.starts_at);
    let is_over = now >= closes_at;
    match event.status {
        EventStatus::Draft => RegistrationState::Draft,
        EventStatus::Cancelled => RegistrationState::Cancelled,
        EventStatus::Published if is_over && now >= event.starts_at => RegistrationState::Started,
        EventStatus::Published if event.registration_opens_at.is_some_and(|opens| now < opens) => {
            RegistrationState::NotYetOpen
        }
        EventStatus::Published if is_over => RegistrationState::Closed,
        EventStatus::Published if fits(event, Seats::ONE) => RegistrationState::Open,
        EventStatus::Published if event.waitlist_enabled => RegistrationState::Waitlist,
        EventStatus::Published => RegistrationState::Full,
    }
}

/// Refuses where the event takes no registrations at `now`, full or not.
///
/// # Errors
/// EVENT_NOT_OPEN, saying why.
pub fn open(event: &event::Model, now: DateTime<Utc>) -> Result<(), Refusal> {
    let why = match state(event, now) {
        RegistrationState::Open | RegistrationState::Waitlist | RegistrationState::Full => {
            return Ok(());
        }
        RegistrationState::NotYetOpen => "Registration is not yet open.",
        RegistrationState::Closed => "Registration is closed.",
        RegistrationState::Started => "The event has started.",
        RegistrationState::Cancelled => "The event is cancelled.",
        RegistrationState::Draft => "The event is a draft.",
    };
    Err(Refusal::new(Code::EventNotOpen, "", why))
}

/// Whether so many seats are free.
#[must_use]
pub fn fits(event: &event::Model, seats: Seats) -> bool {
    capacity::remaining(event).is_none_or(|free| seats <= free)
}

/// What becomes of a party of `seats` that asks now. It never waits behind a larger one: nobody in line
/// fits into the free seats, or they would have them.
#[must_use]
pub fn admit(event: &event::Model, seats: Seats, would_wait: bool) -> Admission {
    if fits(event, seats) {
        Admission::Seated
    } else if event.waitlist_enabled && would_wait {
        Admission::InLine
    } else {
        Admission::TurnedAway
    }
}

/// The refusal of a party that is turned away.
#[must_use]
pub fn full() -> Refusal {
    Refusal::new(Code::EventFull, "", "There are not enough seats left.")
}

/// A number of seats that one registration may have.
///
/// # Errors
/// INVALID with field `quantity`.
pub fn quantity(asked: i32, most: Seats) -> Result<Seats, Refusal> {
    if asked < 1 || Seats::new(asked) > most {
        let rule = format!("Between 1 and {} seats for one registration.", most.count());
        return Err(Refusal::invalid("quantity", rule));
    }
    Ok(Seats::new(asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::registration::waitlist::tests::event;
    use chrono::TimeDelta;
    use rstest::rstest;

    #[rstest]
    #[case(Some(3), 1, 2, Admission::Seated)]
    #[case(Some(3), 2, 2, Admission::InLine)]
    #[case(Some(3), 3, 1, Admission::InLine)]
    #[case(None, 1_000, 9, Admission::Seated)]
    fn a_party_is_seated_where_it_fits_as_a_whole(
        #[case] capacity: Option<i32>,
        #[case] taken: i32,
        #[case] asked: i32,
        #[case] becomes: Admission,
    ) {
        let event = event(capacity, taken);
        assert_eq!(admit(&event, Seats::new(asked), true), becomes);
    }

    #[test]
    fn without_a_line_it_is_turned_away() {
        let mut full = event(Some(1), 1);
        assert_eq!(admit(&full, Seats::ONE, false), Admission::TurnedAway);
        full.waitlist_enabled = false;
        assert_eq!(admit(&full, Seats::ONE, true), Admission::TurnedAway);
    }

    #[test]
    fn the_state_follows_the_clock_and_the_seats() {
        let mut event = event(Some(1), 0);
        let now = event.starts_at - TimeDelta::hours(2);
        assert_eq!(state(&event, now), RegistrationState::Open);
        event.registered_count = Seats::ONE;
        assert_eq!(state(&event, now), RegistrationState::Waitlist);
        event.waitlist_enabled = false;
        assert_eq!(state(&event, now), RegistrationState::Full);
        event.registration_opens_at = Some(now + TimeDelta::seconds(1));
        assert_eq!(state(&event, now), RegistrationState::NotYetOpen);
        event.registration_opens_at = Some(now);
        event.registration_closes_at = Some(now);
        assert_eq!(state(&event, now), RegistrationState::Closed);
        assert_eq!(state(&event, event.starts_at), RegistrationState::Started);
        event.registration_closes_at = Some(event.ends_at);
        assert_eq!(state(&event, event.starts_at), RegistrationState::Full);
        assert_eq!(state(&event, event.ends_at), RegistrationState::Started);
        event.status = EventStatus::Cancelled;
        assert_eq!(state(&event, now), RegistrationState::Cancelled);
        event.status = EventStatus::Draft;
        assert_eq!(state(&event, now), RegistrationState::Draft);
    }

    #[test]
    fn quantities_have_bounds() {
        for bad in [0, -1, 11, i32::MIN, i32::MAX] {
            assert!(quantity(bad, Seats::new(10)).is_err(), "{bad}");
        }
        assert_eq!(quantity(10, Seats::new(10)), Ok(Seats::new(10)));
    }
}
