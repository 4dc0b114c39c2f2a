//! One of the connections of a storm: a handful of people, each doing one thing after the other.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::log::{Operation, Outcome, Party, Status};
use crate::play::scene::{Line, Scene};

/// People of one worker.
pub(super) const PEOPLE: u64 = 5;
/// The organizer stands at the door.
const DOOR: u64 = 1;
/// Between two tries where nobody answers.
const PAUSE: Duration = Duration::from_millis(50);
/// Tries until one gives up to find out; the weather is better by then.
const TRIES: usize = 400;

/// A worker, and what it knows of its people.
struct Worker<'a> {
    scene: &'a Scene,
    line: Line,
    rng: StdRng,
    number: u64,
    parties: Vec<Option<Party>>,
}

/// Works until no attempt is left.
pub(super) async fn work(scene: &Scene, number: u64, seed: u64) {
    let server = usize::try_from(number).unwrap_or_default();
    let mut worker = Worker {
        scene,
        line: Line::to(server),
        rng: StdRng::seed_from_u64(seed.wrapping_mul(1_000_003).wrapping_add(number)),
        number,
        parties: vec![None; usize::try_from(PEOPLE).unwrap_or_default()],
    };
    while scene.take() {
        let which = worker.rng.random_range(0..worker.parties.len());
        worker.act(which).await;
    }
}

impl Worker<'_> {
    fn person(&self, which: usize) -> u64 {
        DOOR + 1 + self.number * PEOPLE + u64::try_from(which).unwrap_or_default()
    }

    async fn act(&mut self, which: usize) {
        let party = self.parties.get(which).cloned().flatten();
        let next = match party {
            None => self.register(which).await,
            Some(party) => match self.rng.random_range(0..10) {
                0..4 => self.cancel(which, party).await,
                4..7 => self.resize(which, party).await,
                _ => self.check_in(which, party).await,
            },
        };
        if let Some(known) = self.parties.get_mut(which) {
            *known = next;
        }
    }

    /// Asks for seats, sometimes through several servers at once, and again until it is known what came of it.
    async fn register(&mut self, which: usize) -> Option<Party> {
        let person = self.person(which);
        let key = format!("{person}-{:016x}", self.rng.random::<u64>());
        let operation = Operation::Register { key, quantity: self.rng.random_range(1..=4) };
        let joins_line = self.rng.random_bool(0.9);
        let who = (person, person);
        let mut outcome = if self.rng.random_bool(0.15) {
            let server = self.line.server;
            let (mut second, mut third) = (Line::to(server + 1), Line::to(server + 2));
            let (first, second, third) = tokio::join!(
                self.scene.ask(&mut self.line, who, &operation, joins_line),
                self.scene.ask(&mut second, who, &operation, joins_line),
                self.scene.ask(&mut third, who, &operation, joins_line),
            );
            [first, second, third].into_iter().max_by_key(certainty)
        } else {
            Some(self.scene.ask(&mut self.line, who, &operation, joins_line).await)
        };
        for _ in 0..TRIES {
            match outcome {
                Some(Outcome::Done(party)) => return party,
                Some(Outcome::Refused(_)) => return self.standing(which).await,
                _ => {}
            }
            tokio::time::sleep(PAUSE).await;
            outcome = Some(self.scene.ask(&mut self.line, who, &operation, joins_line).await);
        }
        None
    }

    async fn cancel(&mut self, which: usize, party: Party) -> Option<Party> {
        let person = self.person(which);
        let operation = Operation::Cancel { registration: party.id };
        match self.scene.ask(&mut self.line, (person, person), &operation, true).await {
            Outcome::Done(_) => None,
            _ => self.standing(which).await,
        }
    }

    async fn resize(&mut self, which: usize, party: Party) -> Option<Party> {
        let person = self.person(which);
        let quantity = self.rng.random_range(1..=4);
        let operation = Operation::Resize { registration: party.id, quantity };
        match self.scene.ask(&mut self.line, (person, person), &operation, true).await {
            Outcome::Done(party) => party,
            _ => self.standing(which).await,
        }
    }

    /// Shows a ticket at the door, sometimes at two doors at once. Who waits has none, and looks whether they
    /// have one by now.
    async fn check_in(&mut self, which: usize, party: Party) -> Option<Party> {
        let code = match party.codes.len() {
            0 => None,
            count => party.codes.get(self.rng.random_range(0..count)),
        };
        let (Some(code), Status::Registered) = (code, party.status) else {
            return self.standing(which).await;
        };
        let operation = Operation::CheckIn { code: code.clone() };
        let who = (self.person(which), DOOR);
        if self.rng.random_bool(0.3) {
            let mut other = Line::to(self.line.server + 1);
            tokio::join!(
                self.scene.ask(&mut self.line, who, &operation, true),
                self.scene.ask(&mut other, who, &operation, true),
            );
        } else {
            self.scene.ask(&mut self.line, who, &operation, true).await;
        }
        Some(party)
    }

    /// How the person's registration stands, asked until somebody answers.
    async fn standing(&mut self, which: usize) -> Option<Party> {
        let person = self.person(which);
        for _ in 0..TRIES {
            if let Some(party) = self.scene.standing(&mut self.line, person).await {
                return party;
            }
            tokio::time::sleep(PAUSE).await;
        }
        None
    }
}

/// Of several answers to the same question the one that tells most.
fn certainty(outcome: &Outcome) -> u8 {
    match outcome {
        Outcome::Done(_) => 2,
        Outcome::Refused(_) => 1,
        Outcome::Unknown(_) => 0,
    }
}
