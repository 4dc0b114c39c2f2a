//! A small storm that holds, and each promise broken in it.

use std::time::Duration;

use uuid::Uuid;

use super::check;
use crate::books::{Books, RegistrationRow, TicketRow, Told};
use crate::identity::Kind;
use crate::log::{Operation, Outcome, Party, Record, Status};

fn id(number: u64) -> Uuid {
    Kind::Registration.uuid(number)
}

fn party(number: u64, status: Status, quantity: i32) -> Party {
    let seats = if status == Status::Registered { quantity } else { 0 };
    let codes = (1..=seats).map(|seat| format!("{number}-{seat}")).collect();
    Party { id: id(number), status, quantity, codes }
}

fn record(person: u64, operation: Operation, outcome: Outcome, began: u64) -> Record {
    Record { person, operation, outcome, began, ended: began + 1, took: Duration::ZERO }
}

fn register(person: u64, party: Party, began: u64) -> Record {
    let operation = Operation::Register { key: format!("key {person}"), quantity: party.quantity };
    record(person, operation, Outcome::Done(Some(party)), began)
}

/// Of three seats 1 and 2 have two and one, 3 and 4 wait for two; 5 cancelled; 6 never heard.
fn storm() -> (Vec<Record>, Books) {
    use Status::{Cancelled, Registered, Waitlisted};
    let mut log = vec![
        register(1, party(1, Registered, 2), 0),
        register(2, party(2, Registered, 1), 2),
        register(3, party(3, Waitlisted, 2), 4),
        register(4, party(4, Waitlisted, 2), 6),
        register(5, party(5, Waitlisted, 1), 8),
    ];
    let cancel = Operation::Cancel { registration: id(5) };
    log.push(record(5, cancel, Outcome::Done(Some(party(5, Cancelled, 1))), 10));
    let unheard = Operation::Register { key: "key 6".to_owned(), quantity: 3 };
    log.push(record(6, unheard, Outcome::Unknown("reset".to_owned()), 12));
    let shown = Operation::CheckIn { code: "1-1".to_owned() };
    log.push(record(1, shown.clone(), Outcome::Done(None), 14));
    log.push(record(1, shown, Outcome::Refused("ALREADY_CHECKED_IN".to_owned()), 16));
    let row = |number, quantity, status, line_number| RegistrationRow {
        id: id(number),
        person: Kind::User.uuid(number),
        quantity,
        status,
        line_number,
        told: Told {
            registered: i64::from(status == Registered),
            waitlisted: i64::from(status != Registered),
            promoted: 0,
        },
    };
    let ticket = |number: u64, seat: i32| TicketRow {
        registration: id(number),
        code: format!("{number}-{seat}"),
        is_cancelled: false,
        is_used: (number, seat) == (1, 1),
    };
    let books = Books {
        capacity: 3,
        registered: 3,
        waiting: 7,
        last_line_number: 4,
        registrations: vec![
            row(1, 2, Registered, None),
            row(2, 1, Registered, None),
            row(3, 2, Waitlisted, Some(1)),
            row(4, 2, Waitlisted, Some(2)),
            row(5, 1, Cancelled, None),
            row(6, 3, Waitlisted, Some(4)),
        ],
        tickets: vec![ticket(1, 1), ticket(1, 2), ticket(2, 1)],
    };
    (log, books)
}

/// The promises that are broken once `change` was made.
fn broken(change: impl FnOnce(&mut Vec<Record>, &mut Books)) -> Vec<&'static str> {
    let (mut log, mut books) = storm();
    change(&mut log, &mut books);
    let verdicts = check(&log, &books, false);
    verdicts.iter().filter(|v| !v.broken.is_empty()).map(|verdict| verdict.promise).collect()
}

const LOST: &str = "nothing that was acknowledged is lost";
const NOWHERE: &str = "nothing is there that nobody asked for";
const TICKETS: &str = "each seat has one good ticket, and no code is twice";
const ORDER: &str = "the line keeps its order, and nobody overtakes";
const COUNTERS: &str = "the counters are the rows";

#[test]
fn a_sound_storm_holds() {
    assert_eq!(broken(|_, _| {}), [""; 0]);
    let (log, books) = storm();
    assert!(check(&log, &books, false).iter().filter(|v| v.cases == 0).count() <= 1);
}

#[test]
fn what_was_acknowledged_and_is_gone_is_missed() {
    let gone = broken(|_, books| {
        books.registrations.retain(|row| row.id != id(3));
        books.waiting -= 2;
    });
    assert_eq!(gone, [LOST]);
    assert_eq!(broken(|_, books| books.tickets[0].is_used = false), [LOST]);
    assert_eq!(broken(|_, books| books.tickets[1].code = "other".to_owned()), [LOST]);
    let uncancelled = broken(|_, books| {
        books.registrations[4].status = Status::Waitlisted;
        books.registrations[4].line_number = Some(3);
        books.waiting += 1;
    });
    assert_eq!(uncancelled, [LOST]);
    let resized = broken(|_, books| {
        books.registrations[2].quantity = 4;
        books.waiting += 2;
    });
    assert_eq!(resized, [LOST]);
}

#[test]
fn what_nobody_asked_for_is_noticed() {
    assert_eq!(broken(|log, _| drop(log.remove(6))), [NOWHERE]);
    assert_eq!(broken(|_, books| books.tickets[2].is_used = true), [NOWHERE]);
    let cancelled = broken(|_, books| {
        books.registrations[3].status = Status::Cancelled;
        books.registrations[3].line_number = None;
        books.waiting -= 2;
    });
    assert_eq!(cancelled, [NOWHERE]);
}

#[test]
fn what_may_have_been_done_or_not_is_no_fault() {
    let unknown = |operation| record(4, operation, Outcome::Unknown("reset".to_owned()), 18);
    let cancelled = broken(|log, books| {
        log.push(unknown(Operation::Cancel { registration: id(4) }));
        books.registrations[3].status = Status::Cancelled;
        books.registrations[3].line_number = None;
        books.waiting -= 2;
    });
    assert_eq!(cancelled, [""; 0]);
    let resized = broken(|log, books| {
        log.push(unknown(Operation::Resize { registration: id(4), quantity: 3 }));
        books.registrations[3].quantity = 3;
        books.waiting += 1;
    });
    assert_eq!(resized, [""; 0]);
    assert_eq!(
        broken(|_, books| {
            books.registrations.retain(|row| row.id != id(6));
            books.waiting -= 3;
        }),
        [""; 0]
    );
}

#[test]
fn wrong_books_are_noticed() {
    assert_eq!(broken(|_, books| books.registered -= 1), [COUNTERS]);
    assert_eq!(broken(|_, books| books.capacity = 2), ["no seat is sold twice"]);
    assert_eq!(broken(|_, books| books.capacity = 5), ["nobody waits who fits"]);
    assert_eq!(broken(|_, books| books.tickets[1].is_cancelled = true), [TICKETS]);
    assert_eq!(broken(|_, books| books.registrations[5].person = Kind::User.uuid(4)).len(), 2);
}

#[test]
fn who_was_told_wrongly_is_noticed() {
    for (row, wrong) in [
        (0, Told::default()),
        (0, Told { registered: 2, ..Told::default() }),
        (0, Told { waitlisted: 1, ..Told::default() }),
        (2, Told { waitlisted: 1, promoted: 1, ..Told::default() }),
        (4, Told { registered: 1, promoted: 1, ..Told::default() }),
    ] {
        let told = broken(|_, books| books.registrations[row].told = wrong);
        assert_eq!(told, ["everybody is told once of what they got"], "{row} {wrong:?}");
    }
}

#[test]
fn a_line_out_of_order_is_noticed() {
    let swapped = broken(|_, books| {
        books.registrations[2].line_number = Some(2);
        books.registrations[3].line_number = Some(1);
    });
    assert_eq!(swapped, [ORDER]);
    assert_eq!(broken(|_, books| books.last_line_number = 3), [ORDER]);
    let overtaken = broken(|_, books| {
        // 4 has seats now and 3, who came before, waits on.
        books.registrations[3].status = Status::Registered;
        books.registrations[3].line_number = None;
        books.registrations[3].told.promoted = 1;
        books.capacity = 5;
        (books.registered, books.waiting) = (5, 5);
        for seat in 1..=2 {
            let code = format!("4-{seat}");
            let (is_cancelled, is_used) = (false, false);
            books.tickets.push(TicketRow { registration: id(4), code, is_cancelled, is_used });
        }
    });
    assert_eq!(overtaken, [ORDER]);
}

#[test]
fn answers_that_contradict_each_other_are_noticed() {
    let twice = broken(|log, _| {
        let again = log[7].clone();
        log.push(again);
    });
    assert_eq!(twice, ["one ticket lets in once"]);
    let two = broken(|log, books| {
        let mut again = log[4].clone();
        again.outcome = Outcome::Done(Some(party(6, Status::Waitlisted, 3)));
        again.person = 6;
        log.push(again);
        books.registrations[5].quantity = 3;
    });
    assert_eq!(two, ["one idempotency key makes one registration"]);
    let odd = broken(|log, _| log[8].outcome = Outcome::Refused("FORBIDDEN".to_owned()));
    assert_eq!(odd, ["refusals are those that can be"]);
}

#[test]
fn in_calm_weather_no_fault_is_excused() {
    let (log, books) = storm();
    let verdicts = check(&log, &books, true);
    let broken: Vec<_> = verdicts.iter().filter(|v| !v.broken.is_empty()).collect();
    assert_eq!(broken.len(), 1, "{broken:?}");
    assert_eq!(broken[0].promise, "in calm weather no server fails");
}
