//! Asking for a job.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::Core;
use crate::entity::job;
use crate::kernel::error::Failure;
use crate::kernel::id::{JobId, UserId};
use crate::kernel::request_id;

/// What is to be done: the value is stored as JSON, and read back by whoever does it. Servers of two versions
/// run side by side, so a new field needs a default.
pub trait Job: Serialize + DeserializeOwned + Send + Sync {
    /// Names the kind, in the database and for the operator.
    const KIND: &'static str;
    /// How often it is begun before it is given up; with [the delays](super) ten take some fifteen hours.
    const MAX_ATTEMPTS: i32 = 10;
}

/// How a job is asked for, where the defaults do not fit.
#[derive(Debug, Clone, Default)]
pub struct Ask {
    /// Of jobs of one kind and key, one at most is waiting or running; another is not enqueued.
    pub unique_key: Option<String>,
    /// When it is due; now where left out.
    pub run_at: Option<DateTime<Utc>>,
    /// Whom it is about: erased with their account.
    pub person: Option<UserId>,
}

/// Enqueues a job in the open transaction, due at once.
///
/// # Errors
/// As any query.
pub async fn enqueue<J: Job>(
    core: &Core,
    on: &impl ConnectionTrait,
    job: &J,
) -> Result<(), Failure> {
    enqueue_with(core, on, job, Ask::default()).await.map(drop)
}

/// Enqueues a job in the open transaction; false where one of its kind and key is there already.
///
/// # Errors
/// As any query.
pub async fn enqueue_with<J: Job>(
    core: &Core,
    on: &impl ConnectionTrait,
    job: &J,
    ask: Ask,
) -> Result<bool, Failure> {
    let payload = serde_json::to_string(job).map_err(Failure::internal)?;
    insert(core, on, J::KIND, payload, J::MAX_ATTEMPTS, ask).await
}

pub(super) async fn insert(
    core: &Core,
    on: &impl ConnectionTrait,
    kind: &str,
    payload: String,
    max_attempts: i32,
    ask: Ask,
) -> Result<bool, Failure> {
    let now = core.clock.now();
    let row = job::Model {
        id: JobId::new(now, &*core.random),
        kind: kind.to_owned(),
        payload,
        unique_key: ask.unique_key,
        person_id: ask.person,
        request_id: request_id::current(),
        run_at: ask.run_at.unwrap_or(now),
        attempts: 0,
        max_attempts,
        locked_by: None,
        locked_until: None,
        outcome: None,
        last_error: None,
        created_at: now,
        finished_at: None,
    };
    let made = job::Entity::insert(row.into_active_model().reset_all())
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(on)
        .await?;
    Ok(made > 0)
}
