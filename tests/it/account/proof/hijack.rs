//! Nobody sits on another's address, nor chooses the password of its later owner.

use chrono::TimeDelta;
use futures::future::join_all;
use rstest::rstest;
use serde_json::json;
use turnout::entity::word::Role;

use crate::account::proof::{OTHER_PASSWORD, assert_refused};
use crate::account::{PASSWORD, SIGN_UP, Session};
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

async fn asks_as(app: &TestApp, username: &str, password: &str, role: &str) {
    let input = json!({ "email": "ann@example.org", "username": username, "password": password,
        "role": role, "firstName": username });
    let reply = app.send(None, SIGN_UP, json!({ "input": input })).await;
    let waits = json!({ "verificationRequired": true, "session": null, "userErrors": [] });
    assert_eq!(reply.payload(), waits);
}

#[rstest]
#[tokio::test]
async fn a_code_proves_the_sign_up_it_was_mailed_for_and_without_a_password_its_owner_hears_of_it(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    asks_as(&app, "annie", PASSWORD, "ATTENDEE").await;
    let code = app.mailed_code("ann@example.org").await;
    app.advance(TimeDelta::seconds(30));
    asks_as(&app, "eve", OTHER_PASSWORD, "ORGANIZER").await;
    assert_eq!(app.mails().await, []);
    let reply = app.try_verify(None, "ann@example.org", &code).await;
    let owner = Session::of(&reply);
    let user = &reply.payload()["session"]["viewer"]["user"];
    assert_eq!((&user["username"], &user["role"]), (&json!("annie"), &json!("ATTENDEE")));
    assert_eq!(user["displayName"], "annie");
    for password in [PASSWORD, OTHER_PASSWORD] {
        for login in ["annie", "eve", "ann@example.org"] {
            assert_refused(&app.try_sign_in(login, password).await, "INVALID_CREDENTIALS");
        }
    }
    let mail = TestApp::only(app.mails().await, "ann@example.org");
    assert_eq!(mail.subject, "Your Turnout account has no password yet");
    assert!(mail.text.contains("annie") && !mail.text.contains("eve"), "{}", mail.text);
    assert!(app.is_live(&owner.person.token).await);
}

#[rstest]
#[tokio::test]
async fn the_next_code_proves_the_later_sign_up(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    asks_as(&app, "annie", PASSWORD, "ATTENDEE").await;
    app.mailed_code("ann@example.org").await;
    app.advance(TimeDelta::seconds(61));
    asks_as(&app, "ann", PASSWORD, "ORGANIZER").await;
    let code = app.mailed_code("ann@example.org").await;
    let reply = app.try_verify(None, "ann@example.org", &code).await;
    let user = &reply.payload()["session"]["viewer"]["user"];
    assert_eq!((&user["username"], &user["role"]), (&json!("ann"), &json!("ORGANIZER")));
    app.signed_in("ann").await;
    assert_eq!(app.mails().await, []);
}

#[rstest]
#[tokio::test]
async fn the_same_password_again_within_a_minute_changes_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    asks_as(&app, "annie", PASSWORD, "ATTENDEE").await;
    let code = app.mailed_code("ann@example.org").await;
    asks_as(&app, "ann", PASSWORD, "ORGANIZER").await;
    app.try_verify(None, "ann@example.org", &code).await.done();
    assert_eq!(app.mails().await, []);
    let session = app.signed_in("annie").await;
    assert_eq!(app.user_row(session.person.user_id).await.role, Role::Attendee);
}

#[rstest]
#[tokio::test]
async fn what_a_resent_code_says_is_not_said_twice(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    asks_as(&app, "annie", PASSWORD, "ATTENDEE").await;
    app.mailed_code("ann@example.org").await;
    asks_as(&app, "eve", OTHER_PASSWORD, "ATTENDEE").await;
    app.advance(TimeDelta::seconds(61));
    app.resend(None, "ann@example.org").await;
    let mail = TestApp::only(app.mails().await, "ann@example.org");
    assert!(mail.text.contains("none of them was kept"), "{}", mail.text);
    let code: String = mail.subject.chars().take(6).collect();
    let session = Session::of(&app.try_verify(None, "ann@example.org", &code).await);
    assert_eq!(session.person.username, "annie");
    assert_eq!(app.mails().await, []);
}

#[rstest]
#[tokio::test]
async fn a_stranger_who_asks_again_and_again_does_not_keep_the_first_code_away(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    app.resend(None, "ann@example.org").await;
    assert_eq!(app.mails().await, []);
    app.asks_to_join("ann@example.org", PASSWORD).await;
    let code = app.mailed_code("ann@example.org").await;
    app.try_verify(None, "ann@example.org", &code).await.done();
}
