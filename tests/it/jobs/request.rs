//! A job knows the request that asked for it.

use rstest::rstest;
use turnout::domain::job::Ask;
use turnout::kernel::request_id;

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn the_request_is_written_down(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    request_id::scope("req-1", app.note("one", Ask::default())).await;
    app.note("two", Ask::default()).await;
    let requests: Vec<Option<String>> =
        app.jobs().await.into_iter().map(|job| job.request_id).collect();
    assert_eq!(requests, [Some("req-1".to_owned()), None]);
}
