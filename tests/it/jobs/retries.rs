//! What goes wrong is tried again, later and later, or given up.

use chrono::TimeDelta;
use rstest::rstest;
use turnout::domain::job::{Ask, Fault, retry as retry_job, retry_all};
use turnout::entity::word::JobOutcome;
use turnout::kernel::clock::Clock;
use turnout::kernel::error::Code;
use turnout::kernel::id::JobId;

use crate::jobs::{Notes, assert_refused, retry};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn delays_grow_and_the_last_failure_is_kept(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let notes = Notes::default();
    notes.faults.lock().unwrap().extend([retry("third"), retry("second"), retry("first")]);
    app.note("one", Ask::default()).await;
    let runner = notes.runner(&app);
    for (attempt, told, shortest, longest) in [(1, "first", 7, 13), (2, "second", 22, 38)] {
        let begun = app.clock.now();
        assert_eq!(runner.run_due().await.unwrap(), 1, "{attempt}");
        let job = app.jobs().await.remove(0);
        assert_eq!((job.attempts, job.last_error.as_deref()), (attempt, Some(told)));
        assert_eq!((job.outcome, job.locked_by), (None, None));
        let delay = (job.run_at - begun).num_seconds();
        assert!((shortest..=longest).contains(&delay), "{delay}");
        assert_eq!(runner.run_due().await.unwrap(), 0, "before its time");
        app.advance(TimeDelta::seconds(longest));
    }
    assert_eq!(runner.run_due().await.unwrap(), 1);
    let job = app.jobs().await.remove(0);
    assert_eq!((job.outcome, job.attempts), (Some(JobOutcome::Failed), 3));
    assert_eq!(job.last_error.as_deref(), Some("third"));
    assert_eq!(job.payload, "\"one\"", "what was given up can be retried");
    app.advance(TimeDelta::days(1));
    assert_eq!(runner.run_due().await.unwrap(), 0);
    assert_eq!(app.notes_written().await, 0);
}

#[rstest]
#[tokio::test]
async fn what_will_never_go_well_is_given_up_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let notes = Notes::default();
    notes.faults.lock().unwrap().push(Fault::GiveUp("no such address".to_owned()));
    app.note("one", Ask::default()).await;
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 1);
    let job = app.jobs().await.remove(0);
    assert_eq!((job.outcome, job.attempts), (Some(JobOutcome::Failed), 1));
}

#[rstest]
#[tokio::test]
async fn what_a_failed_attempt_wrote_is_taken_back(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let notes = Notes::default();
    notes.inside_faults.lock().unwrap().push(retry("after writing"));
    app.note("one", Ask::default()).await;
    let runner = notes.runner(&app);
    runner.run_due().await.unwrap();
    assert_eq!(app.notes_written().await, 0);
    app.advance(TimeDelta::minutes(1));
    runner.run_due().await.unwrap();
    assert_eq!(app.notes_written().await, 1);
    assert_eq!(app.jobs().await[0].last_error, None);
}

#[rstest]
#[tokio::test]
async fn a_panic_is_a_failure_like_any(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    app.note("panic", Ask::default()).await;
    assert_eq!(Notes::default().runner(&app).run_due().await.unwrap(), 1);
    let job = app.jobs().await.remove(0);
    assert_eq!((job.outcome, job.last_error.as_deref()), (None, Some("it panicked")));
    app.note("two", Ask::default()).await;
    assert_eq!(Notes::default().runner(&app).run_due().await.unwrap(), 1);
    assert_eq!(app.notes_written().await, 1);
}

#[rstest]
#[tokio::test]
async fn an_operator_lets_failed_jobs_run_again(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let notes = Notes::default();
    let give_up = || Fault::GiveUp("no".to_owned());
    notes.faults.lock().unwrap().extend([give_up(), give_up()]);
    let key = || Ask { unique_key: Some("k".to_owned()), ..Ask::default() };
    app.note("one", key()).await;
    app.note("two", Ask::default()).await;
    let runner = notes.runner(&app);
    runner.run_due().await.unwrap();
    let ids: Vec<JobId> = app.jobs().await.iter().map(|job| job.id).collect();

    // Another of its key waits already, and an unknown id is no job.
    app.note("three", key()).await;
    assert_refused(retry_job(&app.core, ids[0]).await, Code::Taken);
    let now = "2030-01-01T00:00:00Z".parse().unwrap();
    let unknown = JobId::new(now, &*app.core.random);
    assert_refused(retry_job(&app.core, unknown).await, Code::NotFound);
    assert_eq!(retry_all(&app.core).await.unwrap(), 1);
    assert_eq!(runner.run_due().await.unwrap(), 2);
    retry_job(&app.core, ids[0]).await.unwrap();
    assert_eq!(runner.run_due().await.unwrap(), 1);
    assert_eq!(app.notes_written().await, 3);
    assert_refused(retry_job(&app.core, ids[0]).await, Code::NotFound);
}
