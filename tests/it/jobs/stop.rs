//! A runner that is told to stop ends what is under way and begins nothing.

use std::sync::Arc;

use rstest::rstest;
use tokio::sync::{Barrier, watch};
use turnout::domain::job::Ask;

use crate::jobs::Notes;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn what_is_under_way_ends_and_nothing_is_begun(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let meeting = Arc::new(Barrier::new(2));
    let notes = Notes { meeting: Some(Arc::clone(&meeting)), ..Notes::default() };
    app.note("one", Ask::default()).await;
    let (stop, stopped) = watch::channel(false);
    let runner = tokio::spawn(notes.runner(&app).until_stopped(stopped));
    while notes.begun() == 0 {
        tokio::task::yield_now().await;
    }
    stop.send_replace(true);
    app.note("two", Ask::default()).await;
    app.core.jobs.wake();
    meeting.wait().await;
    runner.await.unwrap();
    assert_eq!((notes.begun(), app.notes_written().await), (1, 1));
    let jobs = app.jobs().await;
    let stand: Vec<(bool, i32)> =
        jobs.iter().map(|job| (job.outcome.is_some(), job.attempts)).collect();
    assert_eq!(stand, [(true, 1), (false, 0)]);
    assert_eq!(jobs[1].locked_by, None);
}

#[rstest]
#[tokio::test]
async fn a_runner_is_woken_by_the_commit_that_enqueued(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let meeting = Arc::new(Barrier::new(2));
    let notes = Notes { meeting: Some(Arc::clone(&meeting)), ..Notes::default() };
    let (stop, stopped) = watch::channel(false);
    let runner = tokio::spawn(notes.runner(&app).until_stopped(stopped));
    app.note("one", Ask::default()).await;
    app.core.jobs.wake();
    meeting.wait().await;
    stop.send_replace(true);
    runner.await.unwrap();
    assert_eq!(app.notes_written().await, 1);
}
