//! What was answered, against what the database holds.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::books::{Books, RegistrationRow};
use crate::check::Verdict;
use crate::identity::Kind;
use crate::log::{Operation, Outcome, Record, Status};

/// What the answers say of one registration.
#[derive(Debug, Default)]
pub(super) struct Told<'a> {
    /// Who was told so, where anybody was.
    person: Option<u64>,
    /// What its quantity may be.
    quantities: HashSet<i32>,
    is_cancelled: bool,
    may_be_cancelled: bool,
    /// Whether it was seen with seats, which nobody takes away.
    has_seats: bool,
    codes: HashSet<&'a str>,
}

/// The answers by registration. Each person's requests are in the order in which they were made.
pub(super) fn told(log: &[Record]) -> HashMap<Uuid, Told<'_>> {
    let mut in_order: Vec<&Record> = log.iter().collect();
    in_order.sort_by_key(|record| record.began);
    let mut told: HashMap<Uuid, Told<'_>> = HashMap::new();
    for record in in_order {
        if let Some(party) = record.party() {
            let of = told.entry(party.id).or_default();
            of.person = Some(record.person);
            of.has_seats |= party.status == Status::Registered;
            of.codes.extend(party.codes.iter().map(String::as_str));
            if matches!(record.operation, Operation::Register { .. }) {
                of.quantities.insert(party.quantity);
            }
        }
        match (&record.operation, &record.outcome) {
            (Operation::Cancel { registration }, outcome) => {
                let of = told.entry(*registration).or_default();
                of.is_cancelled |= matches!(outcome, Outcome::Done(_));
                // Who is told that it was cancelled before has cancelled it before, without hearing so.
                of.may_be_cancelled |= !matches!(outcome, Outcome::Refused(_));
            }
            (Operation::Resize { registration, quantity }, Outcome::Done(_)) => {
                told.entry(*registration).or_default().quantities = HashSet::from([*quantity]);
            }
            (Operation::Resize { registration, quantity }, Outcome::Unknown(_)) => {
                told.entry(*registration).or_default().quantities.insert(*quantity);
            }
            _ => {}
        }
    }
    told
}

pub(super) fn nothing_acknowledged_is_lost(log: &[Record], books: &Books) -> Verdict {
    let mut verdict = Verdict::new("nothing that was acknowledged is lost");
    let rows: HashMap<Uuid, &RegistrationRow> =
        books.registrations.iter().map(|row| (row.id, row)).collect();
    let codes: HashSet<(Uuid, &str)> =
        books.tickets.iter().map(|ticket| (ticket.registration, ticket.code.as_str())).collect();
    for (id, told) in told(log) {
        let Some(person) = told.person else { continue };
        let row = rows.get(&id);
        let holds = row.is_some_and(|row| {
            row.person == Kind::User.uuid(person)
                && told.quantities.contains(&row.quantity)
                && (!told.is_cancelled || row.status == Status::Cancelled)
                && (!told.has_seats || row.status != Status::Waitlisted)
                && told.codes.iter().all(|code| codes.contains(&(id, *code)))
        });
        verdict.case(holds, || format!("told {told:?}, found {row:?}"));
    }
    let used: HashSet<&str> = used(books).collect();
    for record in log {
        if let (Operation::CheckIn { code }, Outcome::Done(_)) =
            (&record.operation, &record.outcome)
        {
            verdict
                .case(used.contains(code.as_str()), || format!("{code} let in, and is not used"));
        }
    }
    verdict
}

pub(super) fn nothing_came_from_nowhere(log: &[Record], books: &Books) -> Verdict {
    let mut verdict = Verdict::new("nothing is there that nobody asked for");
    let told = told(log);
    // Registrations that were asked for without ever hearing an answer, by person.
    let heard: HashSet<&str> =
        registers(log, |o| matches!(o, Outcome::Done(_))).map(|r| r.2).collect();
    let mut unheard: HashMap<Uuid, HashSet<&str>> = HashMap::new();
    for (person, _, key) in registers(log, |o| matches!(o, Outcome::Unknown(_))) {
        if !heard.contains(key) {
            unheard.entry(Kind::User.uuid(person)).or_default().insert(key);
        }
    }
    let mut unexplained: HashMap<Uuid, usize> = HashMap::new();
    for row in &books.registrations {
        let of = told.get(&row.id);
        if of.is_none_or(|told| told.person.is_none()) {
            *unexplained.entry(row.person).or_default() += 1;
        }
        let may_be_cancelled = of.is_some_and(|told| told.may_be_cancelled);
        let holds = row.status != Status::Cancelled || may_be_cancelled;
        verdict.case(holds, || format!("nobody cancelled {row:?}"));
    }
    for (person, count) in unexplained {
        let asked = unheard.get(&person).map(HashSet::len).unwrap_or_default();
        verdict.case(count <= asked, || {
            format!("{person} has {count} registrations unheard of, and asked for {asked}")
        });
    }
    let shown: HashSet<&str> = log
        .iter()
        .filter(|record| !matches!(record.outcome, Outcome::Refused(_)))
        .filter_map(|record| match &record.operation {
            Operation::CheckIn { code } => Some(code.as_str()),
            _ => None,
        })
        .collect();
    for code in used(books) {
        verdict.case(shown.contains(code), || format!("{code} is used, and nobody showed it"));
    }
    verdict
}

pub(super) fn one_registration_a_key(log: &[Record]) -> Verdict {
    let mut verdict = Verdict::new("one idempotency key makes one registration");
    let mut made: HashMap<&str, HashSet<Uuid>> = HashMap::new();
    for record in log {
        if let (Operation::Register { key, .. }, Some(party)) = (&record.operation, record.party())
        {
            made.entry(key).or_default().insert(party.id);
        }
    }
    for (key, made) in made {
        verdict.case(made.len() == 1, || format!("{key} made {made:?}"));
    }
    verdict
}

pub(super) fn one_ticket_lets_in_once(log: &[Record]) -> Verdict {
    let mut verdict = Verdict::new("one ticket lets in once");
    let mut let_in: HashMap<&str, usize> = HashMap::new();
    for record in log {
        if let (Operation::CheckIn { code }, Outcome::Done(_)) =
            (&record.operation, &record.outcome)
        {
            *let_in.entry(code).or_default() += 1;
        }
    }
    for (code, times) in let_in {
        verdict.case(times == 1, || format!("{code} let in {times} times"));
    }
    verdict
}

pub(super) fn refusals_make_sense(log: &[Record]) -> Verdict {
    let mut verdict = Verdict::new("refusals are those that can be");
    for record in log {
        let Outcome::Refused(code) = &record.outcome else { continue };
        let expected: &[&str] = match record.operation {
            Operation::Register { .. } => &["EVENT_FULL", "ALREADY_REGISTERED"],
            Operation::Resize { .. } => &["EVENT_FULL", "ALREADY_CANCELLED"],
            Operation::Cancel { .. } => &["ALREADY_CANCELLED"],
            Operation::CheckIn { .. } => &["ALREADY_CHECKED_IN", "ALREADY_CANCELLED"],
        };
        verdict.case(expected.contains(&code.as_str()), || format!("{record:?}"));
    }
    verdict
}

pub(super) fn no_server_fault(log: &[Record], is_calm: bool) -> Verdict {
    let mut verdict = Verdict::new("in calm weather no server fails");
    for record in log.iter().filter(|_| is_calm) {
        verdict.case(!matches!(record.outcome, Outcome::Unknown(_)), || format!("{record:?}"));
    }
    verdict
}

fn used(books: &Books) -> impl Iterator<Item = &str> {
    books.tickets.iter().filter(|ticket| ticket.is_used).map(|ticket| ticket.code.as_str())
}

/// Who asked for how many seats under which key, with such an outcome.
fn registers(
    log: &[Record],
    outcome: impl Fn(&Outcome) -> bool,
) -> impl Iterator<Item = (u64, i32, &str)> {
    log.iter().filter(move |record| outcome(&record.outcome)).filter_map(|record| {
        match &record.operation {
            Operation::Register { key, quantity } => Some((record.person, *quantity, key.as_str())),
            _ => None,
        }
    })
}
