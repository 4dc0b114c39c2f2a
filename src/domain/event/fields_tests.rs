use chrono::TimeZone;

use super::*;

fn at(hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 8, 1, hour, 0, 0).unwrap()
}

fn fields() -> Fields {
    Fields {
        title: " Rust  evening ".to_owned(),
        description: String::new(),
        location: "Lagos".to_owned(),
        language: "EN-gb".to_owned(),
        starts_at: at(18),
        ends_at: at(20),
        time_zone: "Africa/Lagos".to_owned(),
        capacity: Some(100),
        selling_out_threshold: 5,
        max_seats_per_registration: 10,
        waitlist_enabled: true,
        registration_opens_at: None,
        registration_closes_at: None,
        visibility: Visibility::Public,
        guest_list_visibility: GuestList::Collaborators,
    }
}

fn faults(change: impl FnOnce(&mut Fields)) -> Vec<(Code, String)> {
    let mut given = fields();
    change(&mut given);
    let mut refusals = Refusals::default();
    let _ = given.check(Seats::new(3), &mut refusals);
    let Err(crate::kernel::error::Failure::Refused(refusals)) = refusals.finish() else {
        return Vec::new();
    };
    refusals.into_iter().map(|refusal| (refusal.code, refusal.field.join("."))).collect()
}

fn invalid(field: &str) -> Vec<(Code, String)> {
    vec![(Code::Invalid, field.to_owned())]
}

#[test]
fn good_fields_are_tidied() {
    let mut refusals = Refusals::default();
    let tidied = fields().check(Seats::NONE, &mut refusals);
    assert!(refusals.finish().is_ok());
    assert_eq!((tidied.title.as_str(), tidied.language.as_str()), ("Rust  evening", "en-GB"));
}

#[test]
fn every_fault_is_told_at_once() {
    let found = faults(|f| {
        f.title = "  ".to_owned();
        f.description = "\0".to_owned();
        f.location = "a\nb".to_owned();
        f.language = "klingon".to_owned();
        f.time_zone = "Mars/Olympus".to_owned();
        f.ends_at = f.starts_at;
        f.capacity = Some(0);
        f.selling_out_threshold = -1;
        f.max_seats_per_registration = 0;
    });
    let fields: Vec<&str> = found.iter().map(|(_, field)| field.as_str()).collect();
    assert_eq!(
        fields,
        [
            "title",
            "description",
            "location",
            "language",
            "timeZone",
            "endsAt",
            "capacity",
            "sellingOutThreshold",
            "maxSeatsPerRegistration",
        ]
    );
}

#[test]
fn an_event_ends_after_it_starts_and_within_a_year() {
    assert_eq!(faults(|f| f.ends_at = at(17)), invalid("endsAt"));
    assert_eq!(faults(|f| f.ends_at = f.starts_at + LONGEST), []);
    assert_eq!(
        faults(|f| f.ends_at = f.starts_at + LONGEST + TimeDelta::microseconds(1)),
        invalid("endsAt")
    );
    let late = Utc.with_ymd_and_hms(9999, 12, 31, 23, 30, 0).unwrap();
    assert_eq!(
        faults(|f| (f.starts_at, f.ends_at) = (late, late + TimeDelta::hours(1))),
        invalid("endsAt")
    );
}

#[test]
fn registration_opens_before_it_closes() {
    assert_eq!(faults(|f| f.registration_opens_at = Some(at(18))), invalid("registrationOpensAt"));
    assert_eq!(faults(|f| f.registration_opens_at = Some(at(17))), []);
    assert_eq!(
        faults(|f| {
            f.registration_opens_at = Some(at(17));
            f.registration_closes_at = Some(at(16));
        }),
        invalid("registrationOpensAt")
    );
    assert_eq!(faults(|f| f.registration_closes_at = Some(at(20))), []);
    assert_eq!(
        faults(|f| f.registration_closes_at = Some(at(21))),
        invalid("registrationClosesAt")
    );
}

#[test]
fn capacity_has_bounds_and_never_goes_under_what_is_taken() {
    assert_eq!(faults(|f| f.capacity = None), []);
    assert_eq!(faults(|f| f.capacity = Some(1_000_000)), []);
    assert_eq!(faults(|f| f.capacity = Some(1_000_001)), invalid("capacity"));
    assert_eq!(faults(|f| f.capacity = Some(3)), []);
    assert_eq!(
        faults(|f| f.capacity = Some(2)),
        [(Code::CapacityBelowRegistered, "capacity".to_owned())]
    );
    assert_eq!(faults(|f| f.max_seats_per_registration = 1001), invalid("maxSeatsPerRegistration"));
}

#[test]
fn a_key_to_sort_by_is_cut_between_letters() {
    assert_eq!(title_key("Élan"), "elan");
    // One letter that folds to eighteen.
    let key = title_key(&"\u{fdfa}".repeat(200));
    assert!(key.len() <= TITLE_KEY && key.len() > TITLE_KEY - 4);
}
