//! Changing passwords.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::{PASSWORD, assert_denied};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const CHANGE: &str = "mutation($current: String!, $new: String!) {
    changePassword(input: { currentPassword: $current, newPassword: $new }) {
        viewer { user { username } } userErrors { code message field } } }";

const NEW: &str = "another horse entirely";

#[rstest]
#[tokio::test]
async fn a_new_password_ends_the_other_sessions(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let kept = app.signed_up("ann@example.org").await;
    let other = app.signed_in("ann").await;
    let bob = app.signed_up("bob@example.org").await;
    let variables = json!({ "current": PASSWORD, "new": NEW });
    let changed = app.send(&kept.person, CHANGE, variables).await.done();
    assert_eq!(changed["viewer"]["user"]["username"], "ann");
    assert!(app.is_live(&kept.person.token).await);
    app.refreshed(&kept).await;
    assert!(!app.is_live(&other.person.token).await);
    let token = &other.refresh_token;
    assert_eq!(app.try_refresh(token).await.refusals(), ["INVALID_TOKEN refreshToken"]);
    assert!(app.is_live(&bob.person.token).await);
    assert_eq!(app.try_sign_in("ann", PASSWORD).await.refusals(), ["INVALID_CREDENTIALS"]);
    app.try_sign_in("ann", NEW).await.done();
}

#[rstest]
#[tokio::test]
async fn a_refused_change_tells_every_fault_and_ends_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await;
    let other = app.signed_in("ann").await;
    let (wrong, weak) = ("INVALID_CREDENTIALS currentPassword", "INVALID newPassword");
    for (current, new, told) in [
        ("wrong", "short", vec![wrong, weak]),
        ("wrong", NEW, vec![wrong]),
        (PASSWORD, "password", vec![weak]),
        (PASSWORD, "ann@example.org", vec![weak]),
    ] {
        let variables = json!({ "current": current, "new": new });
        let reply = app.send(&ann.person, CHANGE, variables).await;
        assert_eq!(reply.refusals(), told);
        assert_eq!(reply.payload()["viewer"], Value::Null);
    }
    assert!(app.is_live(&other.person.token).await);
    app.signed_in("ann").await;
    let variables = json!({ "current": PASSWORD, "new": NEW });
    assert_denied(&app.send(None, CHANGE, variables).await, "UNAUTHENTICATED");
}

#[rstest]
#[tokio::test]
async fn of_two_changes_at_once_one_holds(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let (one, two) = (app.signed_up("ann@example.org").await, app.signed_in("ann").await);
    let change = |new| json!({ "current": PASSWORD, "new": new });
    let (first, second) = tokio::join!(
        app.send(&one.person, CHANGE, change("the first of the two")),
        app.send(&two.person, CHANGE, change("the second of the two")),
    );
    // The later one was told that the password is not right any more, or its session had ended.
    let is_done = |reply: &crate::support::Reply| {
        reply.status == 200 && reply.json()["data"]["changePassword"]["userErrors"] == json!([])
    };
    assert!(is_done(&first) != is_done(&second), "{} {}", first.json(), second.json());
    let holds = if is_done(&first) { "the first of the two" } else { "the second of the two" };
    app.try_sign_in("ann", holds).await.done();
}
