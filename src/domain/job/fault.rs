//! Why a job was not done, and whether trying again is worth it.

use crate::kernel::error::Failure;

/// Why a job was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// It may go well later: a server is away, a time-out, "try again later".
    #[error("{0}")]
    Retry(String),
    /// It will never go well; it is kept as failed at once.
    #[error("{0}")]
    GiveUp(String),
}

impl From<Failure> for Fault {
    /// A fault of the database, or of ours, may pass or be mended; a rule that says no will say it again.
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unavailable(cause) | Failure::Internal(cause) => {
                Self::Retry(cause.to_string())
            }
            other => Self::GiveUp(other.to_string()),
        }
    }
}

impl From<sea_orm::DbErr> for Fault {
    fn from(fault: sea_orm::DbErr) -> Self {
        Failure::from(fault).into()
    }
}
