//! A new password without the old one.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use crate::account::proof::{OTHER_PASSWORD, assert_refused, other_than};
use crate::account::{PASSWORD, Session};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn the_code_changes_the_password_ends_sessions_and_signs_in(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let old = app.joined("ann@example.org").await;
    app.ask_reset("ANN@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    assert_refused(
        &app.try_reset("ann@example.org", other_than(&code), OTHER_PASSWORD).await,
        "INVALID_CODE code",
    );
    app.signed_in("ann").await;
    // What is no password costs no attempt.
    for _ in 0..6 {
        let weak = app.try_reset("ann@example.org", &code, "password").await;
        assert_refused(&weak, "INVALID newPassword");
    }
    let reply = app.try_reset("ann@example.org", &code, OTHER_PASSWORD).await;
    let session = Session::of(&reply);
    assert!(app.is_live(&session.person.token).await);
    assert!(!app.is_live(&old.person.token).await);
    assert_refused(&app.try_sign_in("ann", PASSWORD).await, "INVALID_CREDENTIALS");
    app.try_sign_in("ann", OTHER_PASSWORD).await.done();
    let told = ["user.created", "user.password_reset"];
    assert_eq!(app.audited(session.person.user_id).await, told);
    let again = app.try_reset("ann@example.org", &code, PASSWORD).await;
    assert_refused(&again, "INVALID_CODE code");
}

#[rstest]
#[tokio::test]
async fn it_proves_the_address_too(#[values(Sqlite, Postgres)] on: Database) {
    let url = on.fresh().await;
    let before = TestApp::start_at(&url, &[]).await;
    let ann = before.signed_up("ann@example.org").await.person;
    let app = TestApp::start_at(&url, &[("EMAIL_VERIFICATION", "required")]).await;
    app.ask_reset("ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    app.try_reset("ann@example.org", &code, OTHER_PASSWORD).await.done();
    assert!(app.user_row(ann.user_id).await.email_verified_at.is_some());
    app.try_sign_in("ann", OTHER_PASSWORD).await.done();
}

#[rstest]
#[tokio::test]
async fn a_disabled_account_gets_no_code_and_an_old_one_does_not_open_it(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    app.ask_reset("ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    let root = app.admin("root").await;
    app.update_user(&root, &ann.id, json!({ "isActive": false })).await.done();
    let before = app.user_row(ann.user_id).await;
    let reply = app.try_reset("ann@example.org", &code, OTHER_PASSWORD).await;
    assert_refused(&reply, "ACCOUNT_DISABLED");
    assert_eq!(app.user_row(ann.user_id).await, before);
    app.mails().await;
    app.advance(TimeDelta::minutes(2));
    app.ask_reset("ann@example.org").await;
    assert_eq!(app.mails().await, []);
}
