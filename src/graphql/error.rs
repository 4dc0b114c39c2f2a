//! How failures are answered: expected ones as data, the others at the top level with a code.
//!
//! To add an expected failure: a variant of [`Code`], the same here, and a line in `From`.

use std::sync::Arc;

use async_graphql::{Enum, ErrorExtensions, SimpleObject};

use crate::kernel::error::{Code, Failure, Refusal};

/// An expected failure, for the client to show.
#[derive(Debug, Clone, SimpleObject)]
pub struct UserError {
    /// For a program to tell failures apart.
    pub code: ErrorCode,
    /// For a person to read.
    pub message: String,
    /// Path into the input, for example `["events", "3", "title"]`; null where no one field is to blame.
    pub field: Option<Vec<String>>,
}

/// What kind of expected failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ErrorCode {
    /// A value breaks the rules of its field; the message says which.
    Invalid,
    /// Somebody else has it: an address, a username, a name.
    Taken,
    /// It does not exist, or is hidden from the viewer.
    NotFound,
    /// The login or the password is wrong.
    InvalidCredentials,
    /// The account was disabled by an admin.
    AccountDisabled,
    /// The refresh token is unknown, used, expired or revoked.
    InvalidToken,
    /// The role cannot be had this way.
    RoleNotAllowed,
    /// The event was changed since the version that was expected; the payload has it as it is.
    StaleVersion,
    /// The capacity would be below the seats that are taken.
    CapacityBelowRegistered,
    /// There is no room, and the waitlist is closed or was declined.
    EventFull,
    /// The event takes no registrations now; the message says why.
    EventNotOpen,
    /// The person has an active registration for the event.
    AlreadyRegistered,
    /// It was cancelled before.
    AlreadyCancelled,
    /// Only who is registered for the event, with seats, may do this.
    NotRegistered,
    /// The time for it has not come; the message says when it will.
    TooEarly,
    /// It was given before, and is given once.
    AlreadyGiven,
    /// The idempotency key was used before, with another input.
    IdempotencyMismatch,
    /// Something else still needs it.
    InUse,
    /// The server would be left without an admin.
    LastAdmin,
}

impl From<Code> for ErrorCode {
    fn from(code: Code) -> Self {
        match code {
            Code::Invalid => Self::Invalid,
            Code::Taken => Self::Taken,
            Code::NotFound => Self::NotFound,
            Code::InvalidCredentials => Self::InvalidCredentials,
            Code::AccountDisabled => Self::AccountDisabled,
            Code::InvalidToken => Self::InvalidToken,
            Code::RoleNotAllowed => Self::RoleNotAllowed,
            Code::StaleVersion => Self::StaleVersion,
            Code::CapacityBelowRegistered => Self::CapacityBelowRegistered,
            Code::EventFull => Self::EventFull,
            Code::EventNotOpen => Self::EventNotOpen,
            Code::AlreadyRegistered => Self::AlreadyRegistered,
            Code::AlreadyCancelled => Self::AlreadyCancelled,
            Code::NotRegistered => Self::NotRegistered,
            Code::TooEarly => Self::TooEarly,
            Code::AlreadyGiven => Self::AlreadyGiven,
            Code::IdempotencyMismatch => Self::IdempotencyMismatch,
            Code::InUse => Self::InUse,
            Code::LastAdmin => Self::LastAdmin,
        }
    }
}

impl From<Refusal> for UserError {
    fn from(refusal: Refusal) -> Self {
        let field = (!refusal.field.is_empty()).then_some(refusal.field);
        Self { code: refusal.code.into(), message: refusal.message, field }
    }
}

/// A [`Failure`] on its way to the client. It has no `Display` on purpose: async-graphql would take
/// that text for the answer and lose the code.
#[derive(Debug, Clone)]
pub struct ApiError(Arc<Failure>);

/// What a resolver answers.
pub type ApiResult<T> = Result<T, ApiError>;

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        Self(Arc::new(failure))
    }
}

impl From<Arc<Failure>> for ApiError {
    fn from(failure: Arc<Failure>) -> Self {
        Self(failure)
    }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let (code, message) = match &*error.0 {
            Failure::Refused(refusals) => {
                let texts: Vec<&str> = refusals.iter().map(|r| r.message.as_str()).collect();
                ("BAD_REQUEST", texts.join(" "))
            }
            Failure::BadRequest(message) => ("BAD_REQUEST", message.clone()),
            Failure::Unauthenticated => ("UNAUTHENTICATED", "Sign in first.".to_owned()),
            Failure::Forbidden => ("FORBIDDEN", "You may not do this.".to_owned()),
            Failure::Unavailable(fault) => {
                tracing::warn!(%fault, "the database is away or has no connection free");
                ("UNAVAILABLE", "The server is busy; try again in a moment.".to_owned())
            }
            Failure::Internal(fault) => {
                tracing::error!(%fault, "internal fault");
                ("INTERNAL", "Something went wrong on our side.".to_owned())
            }
        };
        Self::new(message).extend_with(|_, extensions| extensions.set("code", code))
    }
}

/// Parts what a command made from what it refused; other failures stay errors.
///
/// # Errors
/// Whatever is no refusal.
pub fn payload<T>(outcome: Result<T, Failure>) -> ApiResult<(Option<T>, Vec<UserError>)> {
    match outcome {
        Ok(made) => Ok((Some(made), Vec::new())),
        Err(Failure::Refused(refusals)) => {
            Ok((None, refusals.into_iter().map(UserError::from).collect()))
        }
        Err(failure) => Err(failure.into()),
    }
}
