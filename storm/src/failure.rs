//! What stops a storm or a benchmark: faults of the set-up, not of the server under test.

/// Why it cannot go on.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Database(#[from] sea_orm::DbErr),
    #[error("{0}")]
    Other(String),
}

impl Failure {
    /// Any fault, by its text.
    pub(crate) fn other(fault: impl std::fmt::Display) -> Self {
        Self::Other(fault.to_string())
    }
}
