//! `/metrics` tells how the queue fares.

use axum::body::Body;
use axum::http::Request;
use chrono::TimeDelta;
use rstest::rstest;
use turnout::domain::job::{Ask, Fault};

use crate::jobs::Notes;
use crate::support::{Database, Postgres, Sqlite, TestApp};

async fn figures(app: &TestApp) -> Vec<String> {
    let reply = app.request(Request::get("/metrics").body(Body::empty()).unwrap()).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers["content-type"], "text/plain; version=0.0.4; charset=utf-8");
    let text = String::from_utf8(reply.bytes).unwrap();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

#[rstest]
#[tokio::test]
async fn jobs_are_counted_by_kind_and_outcome(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let before = figures(&app).await;
    assert!(before.contains(&"turnout_jobs_pending{kind=\"sweep\"} 0".to_owned()), "{before:#?}");
    assert!(before.contains(&"turnout_jobs_oldest_seconds 0".to_owned()), "{before:#?}");
    let notes = Notes::default();
    let faults = [Fault::GiveUp("no".to_owned()), Fault::Retry("later".to_owned())];
    notes.faults.lock().unwrap().extend(faults);
    for name in ["one", "two", "three"] {
        app.note(name, Ask::default()).await;
    }
    notes.runner(&app).run_due().await.unwrap();
    app.runner.run_due().await.unwrap();
    app.advance(TimeDelta::seconds(100));
    let after = figures(&app).await;
    for line in [
        "turnout_jobs_ended_total{kind=\"note\",outcome=\"done\"} 1",
        "turnout_jobs_ended_total{kind=\"note\",outcome=\"failed\"} 1",
        "turnout_jobs_ended_total{kind=\"note\",outcome=\"retried\"} 1",
        "turnout_jobs_ended_total{kind=\"sweep\",outcome=\"done\"} 1",
    ] {
        assert!(after.contains(&line.to_owned()), "{after:#?}");
    }
    let oldest = after.iter().find_map(|line| line.strip_prefix("turnout_jobs_oldest_seconds "));
    let oldest: u32 = oldest.unwrap().parse().unwrap();
    assert!((85..=95).contains(&oldest), "{oldest}");
}
