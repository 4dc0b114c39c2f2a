//! What must hold after a storm: a function of what was answered and of what the database holds.
//!
//! `acknowledged ⊆ database ⊆ acknowledged ∪ unknown`, and the books of the event agree with themselves. To
//! add a promise: a function in [`answers`] or [`rows`], a line in [`check`], a test that breaks it.

mod answers;
mod rows;
#[cfg(test)]
mod tests;

use crate::books::Books;
use crate::log::Record;

/// A promise, how often it was put to the test, and how it was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub(crate) promise: &'static str,
    pub(crate) cases: usize,
    pub(crate) broken: Vec<String>,
}

impl Verdict {
    fn new(promise: &'static str) -> Self {
        Self { promise, cases: 0, broken: Vec::new() }
    }

    /// One case, which `holds` or is broken as `how` says.
    fn case(&mut self, holds: bool, how: impl FnOnce() -> String) {
        self.cases += 1;
        if !holds {
            self.broken.push(how());
        }
    }
}

/// Puts every promise to the test. Without faults of the weather no server fault is excused.
pub(crate) fn check(log: &[Record], books: &Books, is_calm: bool) -> Vec<Verdict> {
    vec![
        answers::nothing_acknowledged_is_lost(log, books),
        answers::nothing_came_from_nowhere(log, books),
        answers::one_registration_a_key(log),
        answers::one_ticket_lets_in_once(log),
        answers::refusals_make_sense(log),
        answers::no_server_fault(log, is_calm),
        rows::no_seat_is_sold_twice(books),
        rows::counters_are_the_rows(books),
        rows::one_good_ticket_a_seat(books),
        rows::one_active_registration_each(books),
        rows::everybody_is_told_once(books),
        rows::nobody_waits_who_fits(books),
        rows::the_line_keeps_its_order(log, books),
    ]
}
