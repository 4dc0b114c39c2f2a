//! Asking for many jobs at once.

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;

use crate::db::bulk;
use crate::domain::job::{Ask, Job};
use crate::entity::job;
use crate::kernel::error::Failure;
use crate::kernel::id::JobId;
use crate::kernel::random::Random;
use crate::kernel::request_id;

/// The words of the index that holds a kind and key to one job that is to be done.
const IS_TO_BE_DONE: &str = "finished_at IS NULL";

/// A job that is not enqueued yet.
#[derive(Debug)]
pub struct Planned(job::Model);

/// Plans a job, asked for at `now`.
///
/// # Errors
/// [`Failure::Internal`] where it cannot be written as JSON.
pub fn plan<J: Job>(
    now: DateTime<Utc>,
    random: &dyn Random,
    job: &J,
    ask: Ask,
) -> Result<Planned, Failure> {
    Ok(Planned(job::Model {
        id: JobId::new(now, random),
        kind: J::KIND.to_owned(),
        payload: serde_json::to_string(job).map_err(Failure::internal)?,
        unique_key: ask.unique_key,
        person_id: ask.person,
        request_id: request_id::current(),
        run_at: ask.run_at.unwrap_or(now),
        attempts: 0,
        max_attempts: J::MAX_ATTEMPTS,
        locked_by: None,
        locked_until: None,
        outcome: None,
        last_error: None,
        created_at: now,
        finished_at: None,
    }))
}

/// Enqueues all of them in the open transaction, by one statement. Of a kind and key that wait or run already
/// no other is enqueued; the one that stands does not end before this transaction does, and so sees what the
/// transaction wrote.
///
/// # Errors
/// As any statement.
pub async fn enqueue_all(on: &impl ConnectionTrait, planned: Vec<Planned>) -> Result<(), Failure> {
    let mut rows: Vec<job::Model> = planned.into_iter().map(|planned| planned.0).collect();
    // In one order everywhere, so that no two transactions wait for each other's jobs in a circle.
    rows.sort_by(|one, other| {
        (&one.kind, &one.unique_key, one.run_at, one.id).cmp(&(
            &other.kind,
            &other.unique_key,
            other.run_at,
            other.id,
        ))
    });
    rows.dedup_by(|one, other| {
        one.kind == other.kind && one.unique_key.is_some() && one.unique_key == other.unique_key
    });
    let keys = [job::Column::Kind, job::Column::UniqueKey];
    bulk::insert_or_hold(on, &keys, IS_TO_BE_DONE, &rows).await
}
