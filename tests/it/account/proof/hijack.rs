//! Nobody sits on another's address, nor chooses the password of its later owner.

use chrono::TimeDelta;
use futures::future::join_all;
use rstest::rstest;

use crate::account::proof::{OTHER_PASSWORD, assert_refused};
use crate::account::{PASSWORD, Session};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn of_two_passwords_for_one_address_neither_counts(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    // Eve first, then the owner, then Eve again: whichever mail the owner takes the code from.
    app.asks_to_join("ann@example.org", OTHER_PASSWORD).await;
    app.mailed_code("ann@example.org").await;
    app.advance(TimeDelta::minutes(2));
    app.asks_to_join("ann@example.org", PASSWORD).await;
    let mail = TestApp::only(app.mails().await, "ann@example.org");
    assert!(mail.text.contains("none of them was kept"), "{}", mail.text);
    app.advance(TimeDelta::minutes(2));
    app.asks_to_join("ann@example.org", OTHER_PASSWORD).await;
    let code = app.mailed_code("ann@example.org").await;
    let owner = Session::of(&app.try_verify(None, "ann@example.org", &code).await);
    assert!(app.is_live(&owner.person.token).await);
    for password in [PASSWORD, OTHER_PASSWORD] {
        assert_refused(&app.try_sign_in("ann", password).await, "INVALID_CREDENTIALS");
    }
    app.ask_reset("ann@example.org").await;
    let code = app.mailed_code("ann@example.org").await;
    app.try_reset("ann@example.org", &code, PASSWORD).await.done();
    app.signed_in("ann").await;
}

#[rstest]
#[tokio::test]
async fn who_signs_up_twice_with_one_password_keeps_it(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    app.asks_to_join("ann@example.org", PASSWORD).await;
    app.asks_to_join("ANN@example.org", PASSWORD).await;
    let code = app.mailed_code("ANN@example.org").await;
    app.try_verify(None, "ann@example.org", &code).await.done();
    app.signed_in("ann").await;
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sign_ups_in_the_same_moment_do_not_slip_past_each_other(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let all = [PASSWORD, OTHER_PASSWORD].map(|one| app.asks_to_join("ann@example.org", one));
    join_all(all).await;
    let code = app.mailed_code("ann@example.org").await;
    app.try_verify(None, "ann@example.org", &code).await.done();
    for password in [PASSWORD, OTHER_PASSWORD] {
        assert_refused(&app.try_sign_in("ann", password).await, "INVALID_CREDENTIALS");
    }
}

#[rstest]
#[tokio::test]
async fn an_unproved_account_from_before_goes_to_who_proves_the_address(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let url = on.fresh().await;
    let before = TestApp::start_at(&url, &[]).await;
    let eve = before.signed_up("ann@example.org").await;
    let app = TestApp::start_at(&url, &[("EMAIL_VERIFICATION", "required")]).await;
    app.asks_to_join("ann@example.org", OTHER_PASSWORD).await;
    let code = app.mailed_code("ann@example.org").await;
    let owner = Session::of(&app.try_verify(None, "ann@example.org", &code).await);
    assert_eq!(owner.person.id, eve.person.id);
    assert!(!app.is_live(&eve.person.token).await);
    assert_refused(&app.try_refresh(&eve.refresh_token).await, "INVALID_TOKEN refreshToken");
    assert_refused(&app.try_sign_in("ann", PASSWORD).await, "INVALID_CREDENTIALS");
    assert!(app.is_live(&owner.person.token).await);
}

#[rstest]
#[tokio::test]
async fn signing_up_with_the_address_of_an_account_changes_nothing_and_tells_its_owner(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await;
    let before = app.user_row(ann.person.user_id).await;
    app.advance(TimeDelta::minutes(2));
    app.asks_to_join("ANN@example.org", OTHER_PASSWORD).await;
    let mail = TestApp::only(app.mails().await, "ann@example.org");
    assert_eq!(mail.subject, "Your address has a Turnout account already");
    // A resend says nothing at all.
    app.advance(TimeDelta::minutes(2));
    app.resend(None, "ann@example.org").await;
    assert_eq!(app.mails().await, []);
    assert_eq!(app.user_row(ann.person.user_id).await, before);
    assert!(app.is_live(&ann.person.token).await);
}
