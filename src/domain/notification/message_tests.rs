use super::*;
use crate::entity::event::example::event;
use chrono::TimeDelta;

#[test]
fn only_another_time_or_place_is_news() {
    let before = event(Some(10), 0);
    let same = |change: fn(&mut event::Model)| {
        let mut after = before.clone();
        change(&mut after);
        changed(&before, &after)
    };
    assert_eq!(same(|event| event.title = "Konzert".to_owned()), None);
    assert_eq!(same(|event| event.description = "More".to_owned()), None);
    assert_eq!(same(|event| event.location = "HALL,".to_owned()), None);
    assert_eq!(same(|event| event.capacity = None), None);
    let said = same(|event| event.location = "Hall 2".to_owned()).unwrap();
    assert_eq!(said, "“Concert” has changed: it now takes place at Hall 2.");
    let said = same(|event| event.ends_at += TimeDelta::hours(1)).unwrap();
    assert_eq!(
        said,
        "“Concert” has changed: it now starts Wed 18 May 2033, 03:33 (UTC) and ends Wed 18 May 2033, \
         05:33 (UTC)."
    );
    assert!(same(|event| event.starts_at -= TimeDelta::minutes(1)).is_some());
    assert!(same(|event| event.time_zone = "Africa/Lagos".to_owned()).unwrap().contains("04:33"));
}

#[test]
fn places_without_letters_are_compared_as_they_are() {
    assert!(is_elsewhere("🏠", "⛪"));
    assert!(!is_elsewhere("🏠", "🏠"));
    assert!(is_elsewhere("Hall 1, 2", "Hall 12"));
}

#[test]
fn a_reason_is_told_where_there_is_one() {
    let mut event = event(None, 0);
    let plain = "“Concert”, Wed 18 May 2033, 03:33 (UTC), Hall, is cancelled.";
    assert_eq!(cancelled(&event), plain);
    event.cancellation_reason = Some(" The singer is ill. ".to_owned());
    assert_eq!(cancelled(&event), format!("{plain} The singer is ill."));
}

#[test]
fn parties_hear_how_many_seats_they_have() {
    let event = event(None, 0);
    let said = of_party(NotificationKind::Registered, &event, Seats::ONE);
    assert_eq!(said, "You have a seat for “Concert”, Wed 18 May 2033, 03:33 (UTC), Hall.");
    assert!(of_party(NotificationKind::Promoted, &event, Seats::new(2)).contains("2 seats"));
}
