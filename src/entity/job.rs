//! Jobs: work that is done after the commit that asked for it, by whichever process comes first.

use sea_orm::entity::prelude::*;

use crate::entity::word::JobOutcome;
use crate::kernel::id::{JobId, UserId};

#[sea_orm::model]
#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
#[expect(missing_docs, reason = "columns say what they are; the migrations explain the others")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: JobId,
    pub kind: String,
    /// JSON; emptied once the job is done.
    pub payload: String,
    /// Of those to be done, one of a kind has it.
    pub unique_key: Option<String>,
    /// Whom it is about: erased with their account.
    pub person_id: Option<UserId>,
    /// The request that asked for it, for the log.
    pub request_id: Option<String>,
    pub run_at: DateTimeUtc,
    /// How often it was begun.
    pub attempts: i32,
    pub max_attempts: i32,
    /// The claim of the process that runs it, anew at each attempt.
    pub locked_by: Option<Uuid>,
    /// When the claim lapses, and any process may take the job over.
    pub locked_until: Option<DateTimeUtc>,
    pub outcome: Option<JobOutcome>,
    pub last_error: Option<String>,
    pub created_at: DateTimeUtc,
    /// Null while it is to be done.
    pub finished_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
