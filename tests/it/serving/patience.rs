//! How long a client may take, and how long an answer.

use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use axum::http::StatusCode;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::config::TimeLimits;
use turnout::entity::event;
use turnout::http::serve;

use crate::serving::{converse, hold, posted};
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Soon enough for a test, and long enough for what is done at once.
const SOON: Duration = Duration::from_millis(200);

/// Serves `app` until the test ends.
fn serve(app: &TestApp, limits: TimeLimits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve::until(std::future::pending(), listener, app.router(), limits));
    address
}

#[rstest]
#[case::silent("", "")]
#[case::half_a_line("POST /grap", "")]
#[case::half_a_header("POST /graphql HTTP/1.1\r\nhost: turnout\r\ncontent-ty", "")]
#[case::idle_after_an_answer("GET /livez HTTP/1.1\r\nhost: turnout\r\n\r\n", "HTTP/1.1 200 OK")]
#[tokio::test]
async fn a_client_that_does_not_go_on_is_closed(#[case] words: &str, #[case] answer: &str) {
    let app = TestApp::start(Sqlite).await;
    let address = serve(&app, TimeLimits { headers: SOON, ..TimeLimits::default() });
    let heard = converse(address, words).await;
    assert_eq!(heard.lines().next().unwrap_or_default(), answer);
}

#[tokio::test]
async fn a_body_that_never_ends_is_refused_and_its_connection_closed() {
    let limits = TimeLimits { body: SOON, ..TimeLimits::default() };
    let app = TestApp::start_limited(Sqlite, limits).await;
    let address = serve(&app, limits);
    let begun = "POST /graphql HTTP/1.1\r\nhost: turnout\r\ncontent-type: application/json\r\n\
                 content-length: 100\r\n\r\n{\"query\": \"mutation";
    let answer = converse(address, begun).await;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{head}");
    assert!(head.contains("connection: close"), "{head}");
    let body: Value = serde_json::from_str(body).unwrap();
    let told = json!({ "message": "The request took too long to arrive.",
        "extensions": { "code": "LIMIT_EXCEEDED" } });
    assert_eq!(body, json!({ "errors": [told] }));
}

#[tokio::test]
async fn a_body_that_comes_in_time_is_read() {
    let app = TestApp::start(Sqlite).await;
    let address = serve(&app, TimeLimits { headers: SOON, ..TimeLimits::default() });
    let answer = converse(address, &posted(r#"{"query": "{ viewer { timeZone } }"}"#, None)).await;
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with(r#"{"data":{"viewer":null}}"#), "{answer}");
}

#[rstest]
#[tokio::test]
async fn an_answer_that_takes_too_long_says_when_to_come_again(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let limits = TimeLimits { answer: SOON, ..TimeLimits::default() };
    let app = TestApp::start_limited(on, limits).await;
    let olu = app.organizer("olu").await;
    let held = hold(&app.core.db, on, "events").await;
    let reply = app.try_event(&olu, json!({})).await;
    assert_eq!(reply.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(reply.headers["retry-after"], "1");
    assert_eq!(reply.headers["content-type"], "application/graphql-response+json; charset=utf-8");
    let told = json!({
        "message": "This takes too long; look whether it was done before you try again.",
        "extensions": { "code": "UNAVAILABLE" },
    });
    assert_eq!(reply.json(), json!({ "errors": [told] }));
    assert_eq!(event::Entity::find().count(app.core.db.read()).await.unwrap(), 0);
    held.rollback().await.unwrap();
}
