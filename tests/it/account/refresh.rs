//! Refresh tokens: single use, and what becomes of a second one.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::Value;

use crate::account::Session;
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Asserts that the session's refresh token is refused.
async fn assert_refused(app: &TestApp, session: &Session) {
    let reply = app.try_refresh(&session.refresh_token).await;
    assert_eq!(reply.refusals(), ["INVALID_TOKEN refreshToken"]);
    assert_eq!(reply.payload()["session"], Value::Null);
}

#[rstest]
#[tokio::test]
async fn each_refresh_token_gets_the_next_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("REFRESH_TOKEN_TTL", "1h")]).await;
    let mut session = app.signed_up("ann@example.org").await;
    for _ in 0..3 {
        app.advance(TimeDelta::minutes(59));
        let next = app.refreshed(&session).await;
        assert_ne!(next.refresh_token, session.refresh_token);
        assert_eq!(next.person.id, session.person.id);
        assert!(app.is_live(&next.person.token).await);
        session = next;
    }
}

#[rstest]
#[tokio::test]
async fn a_used_token_that_comes_again_ends_its_session(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let first = app.signed_up("ann@example.org").await;
    let other = app.signed_in("ann").await;
    let second = app.refreshed(&first).await;
    app.advance(TimeDelta::seconds(31));
    assert!(app.is_live(&second.person.token).await);
    assert_refused(&app, &first).await;
    assert!(!app.is_live(&second.person.token).await);
    assert_refused(&app, &second).await;
    assert!(app.is_live(&other.person.token).await, "another session is none of its business");
}

#[rstest]
#[tokio::test]
async fn a_lost_answer_may_be_fetched_again_within_half_a_minute(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let first = app.signed_up("ann@example.org").await;
    app.refreshed(&first).await;
    app.advance(TimeDelta::seconds(29));
    let found = app.refreshed(&first).await;
    assert!(app.is_live(&found.person.token).await);
    let next = app.refreshed(&found).await;
    assert_refused(&app, &first).await;
    assert!(!app.is_live(&next.person.token).await, "its successor was used: this is a theft");
}

#[rstest]
#[tokio::test]
async fn a_superseded_token_is_refused_and_ends_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let first = app.signed_up("ann@example.org").await;
    let lost = app.refreshed(&first).await;
    let found = app.refreshed(&first).await;
    assert_refused(&app, &lost).await;
    assert!(app.is_live(&found.person.token).await);
    app.refreshed(&found).await;
}

#[rstest]
#[tokio::test]
async fn of_fifty_refreshes_at_once_one_line_goes_on(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let first = app.signed_up("ann@example.org").await;
    let all = (0..50).map(|_| app.try_refresh(&first.refresh_token));
    let sessions: Vec<Session> =
        futures::future::join_all(all).await.iter().map(Session::of).collect();
    let mut good = Vec::new();
    for session in &sessions {
        let reply = app.try_refresh(&session.refresh_token).await;
        if reply.payload()["session"].is_null() {
            assert_eq!(reply.refusals(), ["INVALID_TOKEN refreshToken"]);
        } else {
            good.push(Session::of(&reply));
        }
    }
    assert_eq!(good.len(), 1);
    assert!(app.is_live(&good[0].person.token).await);
}

#[rstest]
#[tokio::test]
async fn a_session_that_nobody_uses_ends(#[values(Sqlite, Postgres)] on: Database) {
    let app =
        TestApp::start_with(on, &[("REFRESH_TOKEN_TTL", "1h"), ("ACCESS_TOKEN_TTL", "2h")]).await;
    let session = app.signed_up("ann@example.org").await;
    app.advance(TimeDelta::minutes(59));
    assert!(app.is_live(&session.person.token).await);
    app.advance(TimeDelta::minutes(1));
    assert_refused(&app, &session).await;
    assert!(!app.is_live(&session.person.token).await);
}

#[rstest]
#[tokio::test]
async fn what_is_no_refresh_token_is_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let session = app.signed_up("ann@example.org").await;
    let unknown = "A".repeat(43);
    for bad in ["", "abc", "\0", &unknown, &session.person.token] {
        let reply = app.try_refresh(bad).await;
        assert_eq!(reply.refusals(), ["INVALID_TOKEN refreshToken"], "{bad:?}");
    }
    assert!(app.is_live(&session.person.token).await);
}
