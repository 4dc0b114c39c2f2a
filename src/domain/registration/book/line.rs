//! What a book knows of its line.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::kernel::id::RegistrationId;
use crate::kernel::seats::Seats;

/// Part of a line that a book has to see: the first parties behind a number that would fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Only numbers greater than this.
    pub beyond: i64,
    /// Only parties of at most so many seats; `None`: all.
    pub fitting: Option<Seats>,
}

/// The waiting parties that are known, by number, and how far which of them are.
#[derive(Debug)]
pub(super) struct Line {
    /// Parties in line when the book was opened.
    length_then: i32,
    /// The last number given when the book was opened: greater ones are the book's own.
    last_then: i64,
    known: BTreeMap<i64, (RegistrationId, Seats)>,
    /// What was read: all parties of at most so many seats up to a number.
    seen: Vec<(Option<Seats>, i64)>,
    /// Numbers from before that left the line.
    gone: BTreeSet<i64>,
    /// Parties that were ahead of a number when the book was opened.
    ahead: HashMap<i64, i32>,
}

impl Line {
    pub(super) fn new(length: i32, last: i64) -> Self {
        Self {
            length_then: length,
            last_then: last,
            known: BTreeMap::new(),
            seen: Vec::new(),
            gone: BTreeSet::new(),
            ahead: HashMap::new(),
        }
    }

    /// Parties in line.
    pub(super) fn length(&self) -> i32 {
        self.length_then.saturating_sub(count(self.gone.len())).saturating_add(self.newcomers(..))
    }

    /// Puts a party at its number.
    pub(super) fn know(&mut self, number: i64, id: RegistrationId, seats: Seats) {
        if !self.gone.contains(&number) {
            self.known.insert(number, (id, seats));
        }
    }

    /// Remembers how many were ahead of `number` when the book was opened.
    pub(super) fn count_ahead(&mut self, number: i64, ahead: i32) {
        self.ahead.insert(number, ahead);
    }

    /// Takes a party out.
    pub(super) fn leave(&mut self, number: Option<i64>) {
        let Some(number) = number else { return };
        self.known.remove(&number);
        if number <= self.last_then {
            self.gone.insert(number);
        }
    }

    /// The place of the party at `number`, from 1.
    pub(super) fn position(&self, number: i64) -> i32 {
        let then = if number > self.last_then {
            self.length_then
        } else {
            self.ahead.get(&number).copied().unwrap_or_default()
        };
        let gone = count(self.gone.range(..number).count());
        then.saturating_sub(gone).saturating_add(self.newcomers(..number)).saturating_add(1)
    }

    /// Up to which number every party of at most `fitting` seats is known.
    pub(super) fn horizon(&self, fitting: Option<Seats>) -> i64 {
        let covers = |seen: &Option<Seats>| match (seen, fitting) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(seen), Some(fitting)) => *seen >= fitting,
        };
        let seen = self.seen.iter().filter(|(seen, _)| covers(seen));
        let seen = seen.map(|(_, until)| *until).max().unwrap_or_default();
        // Where nobody was in line before, all there are joined under this book.
        if self.length_then == 0 { i64::MAX } else { seen }
    }

    /// Notes that every party of at most `fitting` seats up to `number` was read.
    pub(super) fn saw(&mut self, fitting: Option<Seats>, number: i64) {
        self.seen.push((fitting, number));
    }

    /// The known parties up to `number`, first to last.
    pub(super) fn until(&self, number: i64) -> Vec<(RegistrationId, Seats)> {
        self.known.range(..=number).map(|(_, party)| *party).collect()
    }

    fn newcomers(&self, numbers: impl std::ops::RangeBounds<i64>) -> i32 {
        let own = self.known.range(numbers).filter(|(number, _)| **number > self.last_then);
        count(own.count())
    }
}

fn count(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}
