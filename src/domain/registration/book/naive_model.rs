//! What the books are held against in tests: lists, and a clerk who always begins at the front.

use std::collections::BTreeMap;

/// The naive model: who has how many seats, and who waits, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Naive {
    pub(super) limit: Option<i32>,
    pub(super) seated: BTreeMap<u8, i32>,
    pub(super) line: Vec<(u8, i32)>,
}

impl Naive {
    fn free(&self) -> i32 {
        self.limit.map_or(i32::MAX, |limit| limit - self.seated.values().sum::<i32>())
    }

    /// Seats whoever fits, always beginning at the front.
    pub(super) fn promote(&mut self) {
        while let Some(at) = self.line.iter().position(|(_, seats)| *seats <= self.free()) {
            let (person, seats) = self.line.remove(at);
            self.seated.insert(person, seats);
        }
    }

    pub(super) fn waits(&self, person: u8) -> Option<usize> {
        self.line.iter().position(|(waiting, _)| *waiting == person)
    }

    pub(super) fn is_active(&self, person: u8) -> bool {
        self.seated.contains_key(&person) || self.waits(person).is_some()
    }

    pub(super) fn register(&mut self, person: u8, seats: i32, would_wait: bool) -> bool {
        if seats <= self.free() {
            self.seated.insert(person, seats);
        } else if would_wait {
            self.line.push((person, seats));
        } else {
            return false;
        }
        true
    }

    pub(super) fn cancel(&mut self, person: u8) {
        self.seated.remove(&person);
        self.line.retain(|(waiting, _)| *waiting != person);
        self.promote();
    }

    pub(super) fn resize(&mut self, person: u8, seats: i32) -> bool {
        if let Some(at) = self.waits(person) {
            if seats > self.line[at].1 {
                self.line.remove(at);
                self.line.push((person, seats));
            } else {
                self.line[at].1 = seats;
            }
        } else if seats - self.seated[&person] > self.free() {
            return false;
        } else {
            self.seated.insert(person, seats);
        }
        self.promote();
        true
    }
}
