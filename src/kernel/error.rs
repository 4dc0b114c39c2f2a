//! How a command fails.
//!
//! An expected failure is data, a [`Refusal`] that the client shows beside the field at fault; what
//! is left are the few faults that GraphQL reports at the top level.

use std::error::Error;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Rules say no; each refusal is answered in `userErrors`.
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    /// Nobody is signed in, and somebody must be.
    #[error("sign in first")]
    Unauthenticated,
    /// What the viewer may see but not do.
    #[error("this is not for you")]
    Forbidden,
    /// The request itself makes no sense: a page of -1, a cursor from elsewhere.
    #[error("{0}")]
    BadRequest(String),
    /// The database is away or has no connection free; the same request may succeed soon.
    #[error("the database does not answer")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A fault of ours. Its text is for the log, never for the client.
    #[error("internal fault")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

/// One expected failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// For a program to tell failures apart.
    pub code: Code,
    /// For a person to read.
    pub message: String,
    /// Path into the input; empty where no one field is to blame.
    pub field: Vec<String>,
}

/// What kind of expected failure; the contract's `ErrorCode`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "graphql/error.rs documents each where clients read it")]
pub enum Code {
    Invalid,
    Taken,
    NotFound,
    InvalidCredentials,
    AccountDisabled,
    InvalidToken,
    RoleNotAllowed,
    StaleVersion,
    CapacityBelowRegistered,
    EventFull,
    EventNotOpen,
    AlreadyRegistered,
    AlreadyCancelled,
    NotRegistered,
    TooEarly,
    AlreadyGiven,
    IdempotencyMismatch,
    InUse,
    LastAdmin,
}

impl Refusal {
    /// A refusal that blames the input field `field`, or none where it is empty.
    #[must_use]
    pub fn new(code: Code, field: &str, message: impl Into<String>) -> Self {
        let field = if field.is_empty() { Vec::new() } else { vec![field.to_owned()] };
        Self { code, message: message.into(), field }
    }

    /// A value that breaks the rules of its field.
    #[must_use]
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::new(Code::Invalid, field, message)
    }

    /// The same, blamed on a field deeper in the input: `path` stands before its own.
    #[must_use]
    pub fn under(mut self, path: &[&str]) -> Self {
        self.field.splice(0..0, path.iter().map(|step| (*step).to_owned()));
        self
    }

    /// What does not exist, or is hidden from the viewer: the two answer alike.
    #[must_use]
    pub fn not_found(field: &str, what: &str) -> Self {
        Self::new(Code::NotFound, field, format!("There is no such {what}."))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl Failure {
    /// A fault of ours, whatever its type.
    pub fn internal(fault: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(fault.into())
    }

    /// The same failure, for another who waited for the same work.
    #[must_use]
    pub fn again(&self) -> Self {
        match self {
            Self::Refused(refusals) => Self::Refused(refusals.clone()),
            Self::Unauthenticated => Self::Unauthenticated,
            Self::Forbidden => Self::Forbidden,
            Self::BadRequest(message) => Self::BadRequest(message.clone()),
            Self::Unavailable(fault) => Self::Unavailable(fault.to_string().into()),
            Self::Internal(fault) => Self::Internal(fault.to_string().into()),
        }
    }
}

/// Collects the refusals of many fields, so that a client hears of all at once.
#[derive(Debug, Clone, Default)]
pub struct Refusals(Vec<Refusal>);

impl Refusals {
    /// The value, or `None` with the refusal kept.
    pub fn check<T>(&mut self, outcome: Result<T, Refusal>) -> Option<T> {
        outcome.map_err(|refusal| self.0.push(refusal)).ok()
    }

    /// Keeps a refusal.
    pub fn push(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    /// Keeps what `others` kept, as of the part of the input at `path`.
    pub fn add_under(&mut self, path: &[&str], others: Self) {
        self.0.extend(others.0.into_iter().map(|refusal| {
            let path = path.iter().map(|step| (*step).to_owned());
            Refusal { field: path.chain(refusal.field).collect(), ..refusal }
        }));
    }

    /// Whether nothing was refused so far.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Nothing where all was well.
    ///
    /// # Errors
    /// [`Failure::Refused`] with everything that was kept.
    pub fn finish(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(Failure::Refused(self.0)) }
    }
}
