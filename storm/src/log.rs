//! What was asked of the servers, and what they answered.

use std::time::Duration;

use uuid::Uuid;

/// What somebody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Operation {
    Register { key: String, quantity: i32 },
    Cancel { registration: Uuid },
    Resize { registration: Uuid, quantity: i32 },
    CheckIn { code: String },
}

/// Where a registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Registered,
    Waitlisted,
    Cancelled,
}

impl Status {
    /// The word of the schema and of the database.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        match word {
            "REGISTERED" => Some(Self::Registered),
            "WAITLISTED" => Some(Self::Waitlisted),
            "CANCELLED" => Some(Self::Cancelled),
            _ => None,
        }
    }
}

/// A registration as an answer showed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    pub(crate) id: Uuid,
    pub(crate) status: Status,
    pub(crate) quantity: i32,
    pub(crate) codes: Vec<String>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was done, and the answer showed this; nothing for a ticket.
    Done(Option<Party>),
    /// It was refused with this code.
    Refused(String),
    /// It may have been done or not: a fault of the server, a reset connection, a time-out.
    Unknown(String),
}

/// One request. Each person's follow one after the other, but for copies of the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) person: u64,
    pub(crate) operation: Operation,
    pub(crate) outcome: Outcome,
    /// Counts every beginning and ending over all people: what ended at 3 was over before what began at 4.
    pub(crate) began: u64,
    pub(crate) ended: u64,
    pub(crate) took: Duration,
}

impl Record {
    /// Whether the server answered that it failed.
    pub(crate) fn is_server_fault(&self) -> bool {
        matches!(&self.outcome, Outcome::Unknown(why) if why.starts_with('5'))
    }

    /// The registration that the answer showed.
    pub(crate) fn party(&self) -> Option<&Party> {
        match &self.outcome {
            Outcome::Done(party) => party.as_ref(),
            _ => None,
        }
    }
}
