//! Jobs that ended are kept for a while.

use chrono::TimeDelta;
use rstest::rstest;
use turnout::domain::job::{Ask, Fault};

use crate::jobs::Notes;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn done_ones_go_after_a_day_and_failed_ones_after_a_month(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let notes = Notes::default();
    notes.faults.lock().unwrap().push(Fault::GiveUp("no".to_owned()));
    app.note("one", Ask::default()).await;
    app.note("two", Ask::default()).await;
    notes.runner(&app).run_due().await.unwrap();
    app.note("three", Ask::default()).await;
    let sweep = &app.runner;
    let left = async |after: TimeDelta| {
        app.advance(after);
        sweep.run_due().await.unwrap();
        let jobs = app.jobs().await.into_iter().filter(|job| job.kind == "note");
        jobs.map(|job| job.outcome.is_some()).collect::<Vec<bool>>()
    };
    assert_eq!(left(TimeDelta::hours(23)).await, [true, true, false]);
    assert_eq!(left(TimeDelta::hours(2)).await, [true, false]);
    assert_eq!(left(TimeDelta::days(28)).await, [true, false]);
    assert_eq!(left(TimeDelta::days(1)).await, [false]);
}
