//! A job is done once, by one of many, and by another where the one dies.

use std::sync::Arc;

use chrono::TimeDelta;
use rstest::rstest;
use turnout::domain::job::{Ask, claim, done, enqueue, is_any_due, release, renew};
use turnout::entity::word::JobOutcome;

use crate::jobs::{Note, Notes};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const LEASE: TimeDelta = TimeDelta::minutes(2);

#[rstest]
#[tokio::test]
async fn a_job_is_done_and_its_payload_forgotten(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let notes = Notes::default();
    assert!(app.note("one", Ask::default()).await);
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 1);
    assert_eq!((notes.begun(), app.notes_written().await), (1, 1));
    let jobs = app.jobs().await;
    assert_eq!((jobs[0].outcome, &*jobs[0].payload), (Some(JobOutcome::Done), "null"));
    assert_eq!((jobs[0].attempts, jobs[0].locked_by), (1, None));
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 0);
}

#[rstest]
#[tokio::test]
async fn a_rolled_back_transaction_leaves_no_job(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let transaction = app.core.db.begin().await.unwrap();
    enqueue(&app.core, &transaction, &Note("one".to_owned())).await.unwrap();
    transaction.rollback().await.unwrap();
    assert_eq!(Notes::default().runner(&app).run_due().await.unwrap(), 0);
    assert!(app.jobs().await.is_empty());
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_processes_each_job_has_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    for number in 0..30 {
        app.note(&number.to_string(), Ask::default()).await;
    }
    let notes = Notes::default();
    let runners = (0..6).map(|_| {
        let runner = notes.runner(&app);
        tokio::spawn(async move { runner.run_due().await.unwrap() })
    });
    let done: u32 = futures::future::join_all(runners).await.into_iter().map(Result::unwrap).sum();
    assert_eq!((done, notes.begun(), app.notes_written().await), (30, 30, 30));
    assert!(app.jobs().await.iter().all(|job| job.attempts == 1));
}

#[rstest]
#[tokio::test]
async fn the_job_of_a_dead_process_is_taken_over_once_its_lease_lapses(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    let dead = claim(&app.core, &["note"], LEASE).await.unwrap().unwrap();
    let notes = Notes::default();
    assert!(!is_any_due(&app.core, &["note"]).await.unwrap());
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 0);
    app.advance(LEASE);
    assert!(is_any_due(&app.core, &["note"]).await.unwrap());
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 1);
    assert_eq!(app.jobs().await[0].attempts, 2);

    // It was not dead after all: what it wrote must not count.
    let transaction = app.core.db.begin().await.unwrap();
    assert!(!done(&app.core, &transaction, &dead).await.unwrap());
    transaction.rollback().await.unwrap();
    release(&app.core, &dead).await.unwrap();
    assert_eq!(app.jobs().await[0].outcome, Some(JobOutcome::Done));
}

#[rstest]
#[tokio::test]
async fn two_who_both_hold_a_job_for_theirs_write_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    let slow = Notes { meeting: Some(Arc::new(tokio::sync::Barrier::new(2))), ..Notes::default() };
    let runner = slow.runner(&app);
    let first = tokio::spawn(async move { runner.run_due().await.unwrap() });
    // The first has claimed it and is out; its lease lapses meanwhile.
    while slow.begun() == 0 {
        tokio::task::yield_now().await;
    }
    app.advance(LEASE * 2);
    let second = slow.runner(&app).run_due().await.unwrap();
    assert_eq!((first.await.unwrap(), second, slow.begun()), (1, 1, 2));
    assert_eq!(app.notes_written().await, 1);
    assert_eq!(app.jobs().await[0].outcome, Some(JobOutcome::Done));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_claim_of_a_job_that_runs_is_renewed_until_it_ends(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    let meeting = Arc::new(tokio::sync::Barrier::new(2));
    let slow = Notes { meeting: Some(Arc::clone(&meeting)), ..Notes::default() };
    let runner = slow.runner(&app).renewing(std::time::Duration::from_millis(1));
    let running = tokio::spawn(async move { runner.run_due().await.unwrap() });
    while slow.begun() == 0 {
        tokio::task::yield_now().await;
    }
    for _ in 0..5 {
        // Almost a whole lease passes; with the next renewal it holds for a whole one again.
        let before = app.jobs().await[0].locked_until;
        app.advance(TimeDelta::seconds(14));
        while app.jobs().await[0].locked_until < before.map(|until| until + TimeDelta::seconds(14))
        {
            tokio::task::yield_now().await;
        }
        assert_eq!(claim(&app.core, &["note"], LEASE).await.unwrap(), None);
    }
    meeting.wait().await;
    assert_eq!(running.await.unwrap(), 1);
    let job = app.jobs().await.remove(0);
    assert_eq!((job.outcome, job.attempts), (Some(JobOutcome::Done), 1));
    assert!(!renew(&app.core, &job, LEASE).await.unwrap(), "it ended");
}

#[rstest]
#[tokio::test]
async fn a_claim_that_was_lost_is_not_renewed(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    let dead = claim(&app.core, &["note"], LEASE).await.unwrap().unwrap();
    app.advance(LEASE);
    let taken_over = claim(&app.core, &["note"], LEASE).await.unwrap().unwrap();
    assert!(!renew(&app.core, &dead, LEASE * 9).await.unwrap());
    assert_eq!(app.jobs().await, std::slice::from_ref(&taken_over));
    assert!(renew(&app.core, &taken_over, LEASE * 9).await.unwrap());
}

#[rstest]
#[tokio::test]
async fn a_dead_process_holds_its_job_for_fifteen_seconds(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    let held = Notes { meeting: Some(Arc::new(tokio::sync::Barrier::new(2))), ..Notes::default() };
    let runner = held.runner(&app);
    let running = tokio::spawn(async move { runner.run_due().await });
    while held.begun() == 0 {
        tokio::task::yield_now().await;
    }
    // As a SIGKILL does: nothing is given back.
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let notes = Notes::default();
    app.advance(TimeDelta::seconds(14));
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 0);
    app.advance(TimeDelta::seconds(1));
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 1);
    assert_eq!(app.notes_written().await, 1);
}

#[rstest]
#[tokio::test]
async fn a_job_given_back_is_as_it_was(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    let before = app.jobs().await;
    let claimed = claim(&app.core, &["note"], LEASE).await.unwrap().unwrap();
    release(&app.core, &claimed).await.unwrap();
    assert_eq!(app.jobs().await, before);
}

#[rstest]
#[tokio::test]
async fn a_kind_that_this_server_does_not_know_is_left_to_others(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    assert_eq!(claim(&app.core, &["other"], LEASE).await.unwrap(), None);
    assert_eq!(app.jobs().await[0].attempts, 0);
}

#[rstest]
#[tokio::test]
async fn of_one_key_one_job_waits(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let key = || Ask { unique_key: Some("k".to_owned()), ..Ask::default() };
    assert!(app.note("one", key()).await);
    assert!(!app.note("two", key()).await);
    assert_eq!(Notes::default().runner(&app).run_due().await.unwrap(), 1);
    assert!(app.note("three", key()).await);
    assert_eq!(app.jobs().await.len(), 2);
}

#[rstest]
#[tokio::test]
async fn a_job_for_later_waits_for_its_time(#[values(Sqlite, Postgres)] on: Database) {
    use turnout::kernel::clock::Clock;
    let app = TestApp::start(on).await;
    let run_at = app.clock.now() + TimeDelta::hours(1);
    app.note("one", Ask { run_at: Some(run_at), ..Ask::default() }).await;
    let runner = Notes::default().runner(&app);
    assert_eq!(runner.run_due().await.unwrap(), 0);
    app.advance(TimeDelta::hours(1));
    assert_eq!(runner.run_due().await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn a_job_that_kills_its_process_is_given_up_in_the_end(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.note("one", Ask::default()).await;
    for _ in 0..3 {
        assert!(claim(&app.core, &["note"], LEASE).await.unwrap().is_some());
        app.advance(LEASE);
    }
    let notes = Notes::default();
    assert_eq!(notes.runner(&app).run_due().await.unwrap(), 1);
    assert_eq!((notes.begun(), app.notes_written().await), (0, 0));
    let job = app.jobs().await.remove(0);
    assert_eq!(job.outcome, Some(JobOutcome::Failed));
    assert_eq!(job.last_error.as_deref(), Some("begun 3 times, and never came to an end"));
}
