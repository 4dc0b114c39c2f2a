//! A new account comes to be with the proof of its address.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use crate::account::proof::{assert_refused, other_than};
use crate::account::{PASSWORD, SIGN_UP, Session};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn the_code_makes_the_account_and_signs_in(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    let input = json!({ "email": "Ann@Example.org", "password": PASSWORD, "firstName": "Ann",
        "username": "annie", "role": "ORGANIZER", "timeZone": "Africa/Lagos" });
    app.send(None, SIGN_UP, json!({ "input": input })).await.done();
    assert_eq!(app.user_count().await, 0);
    let code = app.mailed_code("Ann@Example.org").await;
    let reply = app.try_verify(None, "ann@example.org", &format!(" {code} ")).await;
    let session = Session::of(&reply);
    let user = json!({ "id": session.person.id, "username": "annie", "email": "Ann@Example.org",
        "role": "ORGANIZER", "isActive": true, "emailVerified": true, "displayName": "Ann" });
    let viewer = json!({ "timeZone": "Africa/Lagos", "user": user });
    assert_eq!(reply.payload()["session"]["viewer"], viewer);
    assert!(app.is_live(&session.person.token).await);
    assert_eq!((app.user_count().await, app.pending_count().await), (1, 0));
    for login in ["annie", "ANN@example.org"] {
        app.signed_in(login).await;
    }
}

#[rstest]
#[tokio::test]
async fn signing_in_before_the_proof_says_so_to_who_knows_the_password(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let input = json!({ "email": "ann@example.org", "username": "annie", "password": PASSWORD });
    app.send(None, SIGN_UP, json!({ "input": input })).await.done();
    for login in ["ann@example.org", "ANNIE"] {
        assert_refused(&app.try_sign_in(login, PASSWORD).await, "EMAIL_NOT_VERIFIED");
        assert_refused(&app.try_sign_in(login, "not the password").await, "INVALID_CREDENTIALS");
    }
    app.advance(TimeDelta::hours(25));
    assert_refused(&app.try_sign_in("annie", PASSWORD).await, "INVALID_CREDENTIALS");
}

#[rstest]
#[tokio::test]
async fn an_account_from_before_has_to_prove_its_address(#[values(Sqlite, Postgres)] on: Database) {
    let url = on.fresh().await;
    let before = TestApp::start_at(&url, &[]).await;
    before.signed_up("ann@example.org").await;
    let app = TestApp::start_at(&url, &[("EMAIL_VERIFICATION", "required")]).await;
    assert_refused(&app.try_sign_in("ann", PASSWORD).await, "EMAIL_NOT_VERIFIED");
    assert_refused(&app.try_sign_in("ann", "not the password").await, "INVALID_CREDENTIALS");
    app.resend(None, "ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    let session = Session::of(&app.try_verify(None, "ann@example.org", &code).await);
    assert!(app.user_row(session.person.user_id).await.email_verified_at.is_some());
    app.signed_in("ann").await;
}

#[rstest]
#[tokio::test]
async fn a_code_is_good_once_for_ten_minutes(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    app.asks_to_join("ann@example.org", PASSWORD).await;
    let code = app.mailed_code("ann@example.org").await;
    app.advance(TimeDelta::minutes(10));
    assert_refused(&app.try_verify(None, "ann@example.org", &code).await, "INVALID_CODE code");
    assert_eq!(app.user_count().await, 0);

    app.resend(None, "ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    assert_refused(
        &app.try_verify(None, "ann@example.org", other_than(&code)).await,
        "INVALID_CODE code",
    );
    app.try_verify(None, "ann@example.org", &code).await.done();
    assert_refused(&app.try_verify(None, "ann@example.org", &code).await, "INVALID_CODE code");
}

#[rstest]
#[tokio::test]
async fn another_code_is_sent_after_a_minute_and_ends_the_first(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    app.asks_to_join("ann@example.org", PASSWORD).await;
    let first = app.mailed_code("ann@example.org").await;
    app.advance(TimeDelta::seconds(58));
    app.resend(None, "ann@example.org").await;
    assert_eq!(app.mails().await, []);
    app.advance(TimeDelta::seconds(2));
    app.resend(None, "ann@example.org").await;
    let second = app.mailed_code("ann@example.org").await;
    if first != second {
        assert_refused(&app.try_verify(None, "ann@example.org", &first).await, "INVALID_CODE code");
    }
    app.try_verify(None, "ann@example.org", &second).await.done();
}

#[rstest]
#[tokio::test]
async fn a_username_is_had_by_who_proves_first(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    let mut codes = Vec::new();
    for email in ["ann@a.org", "ann@b.org"] {
        let input = json!({ "email": email, "username": "ann", "password": PASSWORD });
        app.send(None, SIGN_UP, json!({ "input": input })).await.done();
        codes.push(app.mailed_code(email).await);
    }
    let second = Session::of(&app.try_verify(None, "ann@b.org", &codes[1]).await);
    let first = Session::of(&app.try_verify(None, "ann@a.org", &codes[0]).await);
    assert_eq!((&*second.person.username, &*first.person.username), ("ann", "ann2"));
    let input = json!({ "email": "ann@c.org", "username": "ANN", "password": PASSWORD });
    let reply = app.send(None, SIGN_UP, json!({ "input": input })).await;
    assert_eq!(reply.refusals(), ["TAKEN username"]);
    assert_eq!(app.mails().await, []);
}

#[rstest]
#[tokio::test]
async fn what_is_no_address_is_told_so(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    let bad = "ann@example.org\r\nBcc: eve@example.org";
    assert_refused(&app.try_verify(None, bad, "000000").await, "INVALID email");
    assert_refused(&app.try_reset(bad, "000000", PASSWORD).await, "INVALID email");
    let both = app.try_reset(bad, "000000", "short").await;
    assert_eq!(both.refusals(), ["INVALID email", "INVALID newPassword"]);
    assert_eq!(app.mails().await, []);
}
