//! The books of the event, against themselves and the order in which people came.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::books::{Books, RegistrationRow};
use crate::check::Verdict;
use crate::log::{Operation, Record, Status};

pub(super) fn no_seat_is_sold_twice(books: &Books) -> Verdict {
    let mut verdict = Verdict::new("no seat is sold twice");
    let taken = books.seats(Status::Registered);
    verdict.case(taken <= books.capacity, || format!("{taken} seats of {}", books.capacity));
    verdict
}

pub(super) fn counters_are_the_rows(books: &Books) -> Verdict {
    let mut verdict = Verdict::new("the counters are the rows");
    for (what, counted, rows) in [
        ("registered", books.registered, books.seats(Status::Registered)),
        ("waiting", books.waiting, books.seats(Status::Waitlisted)),
    ] {
        verdict.case(counted == rows, || format!("{what}: counted {counted}, rows {rows}"));
    }
    verdict
}

pub(super) fn one_good_ticket_a_seat(books: &Books) -> Verdict {
    let mut verdict = Verdict::new("each seat has one good ticket, and no code is twice");
    let mut good: HashMap<Uuid, i32> = HashMap::new();
    for ticket in books.tickets.iter().filter(|ticket| !ticket.is_cancelled) {
        *good.entry(ticket.registration).or_default() += 1;
    }
    for row in &books.registrations {
        let due = if row.status == Status::Registered { row.quantity } else { 0 };
        let has = good.get(&row.id).copied().unwrap_or_default();
        verdict.case(has == due, || format!("{has} tickets for {row:?}"));
    }
    let codes: HashSet<&str> = books.tickets.iter().map(|ticket| ticket.code.as_str()).collect();
    verdict.case(codes.len() == books.tickets.len(), || "a code is there twice".to_owned());
    verdict
}

pub(super) fn one_active_registration_each(books: &Books) -> Verdict {
    let mut verdict = Verdict::new("nobody is registered twice");
    let mut active: HashMap<Uuid, usize> = HashMap::new();
    for row in books.registrations.iter().filter(|row| row.status != Status::Cancelled) {
        *active.entry(row.person).or_default() += 1;
    }
    for (person, count) in active {
        verdict.case(count == 1, || format!("{person} has {count} active registrations"));
    }
    verdict
}

/// Who has seats was told so once, at once or from the line; who waits, that they do, and no more.
pub(super) fn everybody_is_told_once(books: &Books) -> Verdict {
    let mut verdict = Verdict::new("everybody is told once of what they got");
    for row in &books.registrations {
        let told = row.told;
        let is_entered_once = told.registered + told.waitlisted == 1;
        let is_right = match row.status {
            Status::Registered => told.registered + told.promoted == 1,
            Status::Waitlisted => told.waitlisted == 1 && told.promoted == 0,
            Status::Cancelled => told.promoted <= told.waitlisted,
        };
        verdict.case(is_entered_once && is_right, || format!("{row:?}"));
    }
    verdict
}

pub(super) fn nobody_waits_who_fits(books: &Books) -> Verdict {
    let mut verdict = Verdict::new("nobody waits who fits");
    let free = books.capacity - books.seats(Status::Registered);
    for row in waiting(books) {
        verdict.case(i64::from(row.quantity) > free, || format!("{free} are free for {row:?}"));
    }
    verdict
}

pub(super) fn the_line_keeps_its_order(log: &[Record], books: &Books) -> Verdict {
    let mut verdict = Verdict::new("the line keeps its order, and nobody overtakes");
    let numbers: HashSet<i64> = waiting(books).filter_map(|row| row.line_number).collect();
    verdict.case(numbers.len() == waiting(books).count(), || "a place is taken twice".to_owned());
    for row in waiting(books) {
        let within = row.line_number.is_some_and(|number| number <= books.last_line_number);
        verdict.case(within, || format!("beyond the last place: {row:?}"));
    }
    let mut line = unmoved(log, books);
    // Whoever had heard that they wait, before another asked, waits before the other. It is enough to look at
    // the neighbours in the order of asking: at the latest place among those who had heard by then.
    line.sort_by_key(|place| place.began);
    let mut heard: Vec<&Place<'_>> = line.iter().collect();
    heard.sort_by_key(|place| place.ended);
    let mut heard = heard.into_iter().peekable();
    let (mut latest, mut smallest): (Option<&Place<'_>>, Option<&Place<'_>>) = (None, None);
    for place in &line {
        while let Some(earlier) = heard.next_if(|earlier| earlier.ended < place.began) {
            if earlier.row.status != Status::Waitlisted {
                continue;
            }
            if latest.is_none_or(|known| earlier.row.line_number > known.row.line_number) {
                latest = Some(earlier);
            }
            if smallest.is_none_or(|known| earlier.row.quantity < known.row.quantity) {
                smallest = Some(earlier);
            }
        }
        if place.row.status == Status::Waitlisted
            && let Some(earlier) = latest
        {
            verdict.case(earlier.row.line_number < place.row.line_number, || {
                format!("{:?} came before {:?}", earlier.row, place.row)
            });
        }
        // Whoever got seats from the line needed no fewer than one who came before and still waits.
        if place.row.status == Status::Registered
            && let Some(earlier) = smallest
        {
            verdict.case(earlier.row.quantity > place.row.quantity, || {
                format!("{:?} was overtaken by {:?}", earlier.row, place.row)
            });
        }
    }
    verdict
}

/// A party that was told to wait, and what became of it.
struct Place<'a> {
    row: &'a RegistrationRow,
    began: u64,
    ended: u64,
}

/// The parties that were told at once that they wait, and never asked for another quantity since.
fn unmoved<'a>(log: &[Record], books: &'a Books) -> Vec<Place<'a>> {
    let rows: HashMap<Uuid, &RegistrationRow> =
        books.registrations.iter().map(|row| (row.id, row)).collect();
    let resized: HashSet<Uuid> = log
        .iter()
        .filter_map(|record| match record.operation {
            Operation::Resize { registration, .. } => Some(registration),
            _ => None,
        })
        .collect();
    // A retry may come long after the request that took the place.
    let mut tries: HashMap<&str, usize> = HashMap::new();
    for record in log {
        if let Operation::Register { key, .. } = &record.operation {
            *tries.entry(key).or_default() += 1;
        }
    }
    log.iter()
        .filter_map(|record| {
            let Operation::Register { key, .. } = &record.operation else { return None };
            let party = record.party().filter(|party| party.status == Status::Waitlisted)?;
            let once = tries.get(key.as_str()) == Some(&1) && !resized.contains(&party.id);
            let row = rows.get(&party.id).filter(|_| once)?;
            Some(Place { row, began: record.began, ended: record.ended })
        })
        .collect()
}

fn waiting(books: &Books) -> impl Iterator<Item = &RegistrationRow> {
    books.registrations.iter().filter(|row| row.status == Status::Waitlisted)
}
