//! Jobs that come again come once in their time, however many processes run.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use futures::FutureExt;
use futures::future::BoxFuture;
use rstest::rstest;
use sea_orm::DatabaseTransaction;
use turnout::domain::job::Fault;
use turnout::jobs::{Run, Runner, Work};

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[derive(Clone, Default)]
struct Bell(Arc<AtomicU32>);

impl Work for Bell {
    fn kind(&self) -> &'static str {
        "bell"
    }

    fn every(&self) -> Option<Duration> {
        Some(Duration::from_secs(60 * 60))
    }

    fn inside<'a>(
        &'a self,
        _run: &'a Run<'_>,
        _on: &'a DatabaseTransaction,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        async {
            self.0.fetch_add(1, Ordering::Relaxed);
            Ok(())
        }
        .boxed()
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_turn_is_taken_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let bell = Bell::default();
    for turn in 1..=3 {
        let runners = (0..5).map(|_| {
            let runner = Runner::of(app.core.clone(), vec![Box::new(bell.clone())]);
            tokio::spawn(async move { runner.run_due().await.unwrap() })
        });
        let all = futures::future::join_all(runners).await;
        assert_eq!(all.into_iter().map(Result::unwrap).sum::<u32>(), 1);
        assert_eq!(bell.0.load(Ordering::Relaxed), turn);
        app.advance(TimeDelta::hours(1));
    }
}

#[rstest]
#[tokio::test]
async fn turns_that_nobody_was_there_for_are_not_made_up_for(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let bell = Bell::default();
    let runner = Runner::of(app.core.clone(), vec![Box::new(bell.clone())]);
    runner.run_due().await.unwrap();
    app.advance(TimeDelta::minutes(59));
    assert_eq!(runner.run_due().await.unwrap(), 0);
    app.advance(TimeDelta::days(3));
    assert_eq!(runner.run_due().await.unwrap(), 1);
    assert_eq!(runner.run_due().await.unwrap(), 0);
}
