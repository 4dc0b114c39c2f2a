//! Which database faults pass by themselves and which are ours.

use sea_orm::{DbErr, RuntimeErr, SqlxError};

use crate::kernel::error::Failure;

impl From<DbErr> for Failure {
    fn from(fault: DbErr) -> Self {
        if is_passing(&fault) {
            Self::Unavailable(fault.into())
        } else {
            Self::Internal(fault.into())
        }
    }
}

fn is_passing(fault: &DbErr) -> bool {
    match fault {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(fault)) | DbErr::Query(RuntimeErr::SqlxError(fault)) => {
            is_passing_sqlx(fault)
        }
        _ => false,
    }
}

fn is_passing_sqlx(fault: &SqlxError) -> bool {
    match fault {
        SqlxError::Io(_)
        | SqlxError::Tls(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed => true,
        SqlxError::Database(fault) => fault.code().is_some_and(|code| is_passing_code(&code)),
        _ => false,
    }
}

/// PostgreSQL's SQLSTATEs (its manual, appendix A): connections refused or ended, time-outs, conflicts
/// that a new try resolves. SQLite's result codes: BUSY and its extended forms.
fn is_passing_code(code: &str) -> bool {
    code.starts_with("08")
        || matches!(
            code,
            "25P03" | "40001" | "40P01" | "53300" | "55P03" | "57014" | "57P01" | "57P02" | "57P03"
        )
        || matches!(code, "5" | "261" | "517")
}

/// Whether `fault` is the violation of a unique index: somebody else was first.
#[must_use]
pub fn is_taken(fault: &DbErr) -> bool {
    matches!(fault.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
