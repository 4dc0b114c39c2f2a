//! Requests of any kind: a bucket for each viewer or address, before anything runs.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use crate::support::app::post;
use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};
use crate::throttle::ON;

const ASK: &str = "{ viewer { user { id } } }";

/// The answer to a request too many: nothing ran.
#[track_caller]
fn assert_refused(reply: &Reply) {
    assert_eq!(reply.status, 429, "{}", reply.json());
    assert_eq!(reply.codes(), ["RATE_LIMITED"]);
    assert_eq!(reply.json().get("data"), None);
    assert_eq!(reply.json()["errors"][0]["extensions"]["retryAfter"], 1);
    assert_eq!(reply.headers["retry-after"], "1");
}

#[rstest]
#[tokio::test]
async fn a_viewer_has_two_hundred_and_then_fifty_a_second(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, ON).await;
    let (ann, bob) = (app.attendee("ann").await, app.attendee("bob").await);
    for _ in 0..200 {
        app.send(&ann, ASK, json!({})).await.data();
    }
    let (refused, statements) = app.statements_of(app.send(&ann, ASK, json!({}))).await;
    assert_refused(&refused);
    assert_eq!(statements, Vec::<String>::new(), "nobody asked the database");
    assert_refused(&app.send(&ann, "not { even", json!({})).await);
    app.send(&bob, ASK, json!({})).await.data();
    app.send(None, ASK, json!({})).await.data();
    app.advance(TimeDelta::milliseconds(20));
    app.send(&ann, ASK, json!({})).await.data();
    assert_refused(&app.send(&ann, ASK, json!({})).await);
}

#[rstest]
#[tokio::test]
async fn whoever_is_unknown_pays_by_address(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    let body = || json!({ "query": ASK }).to_string();
    let ask = async |peer: &str, token: Option<&str>| {
        app.request(TestApp::from(peer, post(token, body()))).await
    };
    for _ in 0..200 {
        // A token of another's making is nobody's.
        assert_eq!(ask("203.0.113.7:1", Some("nonsense")).await.status, 401);
    }
    assert_refused(&ask("203.0.113.7:2", None).await);
    assert_refused(&ask("203.0.113.7:3", Some("nonsense")).await);
    ask("203.0.113.8:1", None).await.data();
    let ann = app.attendee("ann").await;
    ask("203.0.113.7:4", Some(&ann.token)).await.data();
}

#[rstest]
#[tokio::test]
async fn it_can_be_turned_off(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("RATE_LIMIT", "off")]).await;
    let ann = app.attendee("ann").await;
    for _ in 0..300 {
        app.send(&ann, ASK, json!({})).await.data();
    }
}
