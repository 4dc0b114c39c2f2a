//! A new address is proved before it takes the place of the old one.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use crate::account::PASSWORD;
use crate::account::proof::assert_refused;
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};
use crate::throttle::{ON, assert_too_often};

const UPDATE: &str = "mutation($email: String, $firstName: String) {
    updateProfile(input: { email: $email, firstName: $firstName }) {
        viewer { user { email firstName emailVerified } } userErrors { code message field } } }";

async fn change(app: &TestApp, who: &Person, email: &str) -> Reply {
    app.send(who, UPDATE, json!({ "email": email })).await
}

#[rstest]
#[tokio::test]
async fn the_old_one_stands_until_the_code_from_the_new_one_comes(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    let both = json!({ "email": "ann@new.org", "firstName": "Ann" });
    let changed = app.send(&ann, UPDATE, both).await.done();
    let user = json!({ "email": "ann@example.org", "firstName": "Ann", "emailVerified": true });
    assert_eq!(changed["viewer"]["user"], user);
    let code = app.mailed_code("ann@new.org").await;

    // Nobody else can use it, nor the person signed out.
    let eve = app.joined("eve@example.org").await.person;
    for who in [None, Some(&eve)] {
        assert_refused(&app.try_verify(who, "ann@new.org", &code).await, "INVALID_CODE code");
    }
    let proved = app.try_verify(Some(&ann), "ANN@new.org", &code).await.done();
    assert_eq!(proved["session"], Value::Null);
    let row = app.user_row(ann.user_id).await;
    assert_eq!((&*row.email, &*row.email_key), ("ann@new.org", "ann@new.org"));
    assert!(row.email_verified_at.is_some() && row.search_key.contains("ann@new.org"));
    let notice = TestApp::only(app.mails().await, "ann@example.org");
    assert_eq!(notice.subject, "Your Turnout account has another address now");
    assert!(notice.text.contains("ann@new.org"));
    let told = ["user.created", "user.updated", "user.address_changed"];
    assert_eq!(app.audited(ann.user_id).await, told);
    app.signed_in("ann@new.org").await;
    assert_refused(&app.try_sign_in("ann@example.org", PASSWORD).await, "INVALID_CREDENTIALS");
}

#[rstest]
#[tokio::test]
async fn the_address_of_another_account_answers_like_any_and_is_not_had(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    let eve = app.joined("eve@example.org").await.person;
    let free = change(&app, &eve, "free@example.org").await.done();
    app.mails().await;
    let taken = change(&app, &eve, "ann@example.org").await.done();
    assert_eq!(taken, free);
    let mail = TestApp::only(app.mails().await, "ann@example.org");
    assert_eq!(mail.subject, "Your address has a Turnout account already");
    assert!(!mail.text.contains("eve"));
    assert_eq!(app.user_row(eve.user_id).await.email, "eve@example.org");
    assert_eq!(app.user_row(ann.user_id).await.email, "ann@example.org");
}

#[rstest]
#[tokio::test]
async fn an_address_that_somebody_else_proved_meanwhile_is_theirs(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    change(&app, &ann, "new@example.org").await.done();
    let code = app.mailed_code("new@example.org").await;
    app.joined("new@example.org").await;
    let late = app.try_verify(Some(&ann), "new@example.org", &code).await;
    assert_refused(&late, "INVALID_CODE code");
    assert_eq!(app.user_row(ann.user_id).await.email, "ann@example.org");
}

#[rstest]
#[tokio::test]
async fn the_newest_wish_counts_and_the_old_address_takes_it_back(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    change(&app, &ann, "typo@example.org").await.done();
    let typo = app.mailed_code("typo@example.org").await;
    change(&app, &ann, "new@example.org").await.done();
    let code = app.mailed_code("new@example.org").await;
    let stale = app.try_verify(Some(&ann), "typo@example.org", &typo).await;
    assert_refused(&stale, "INVALID_CODE code");
    change(&app, &ann, "ANN@example.org").await.done();
    let dropped = app.try_verify(Some(&ann), "new@example.org", &code).await;
    assert_refused(&dropped, "INVALID_CODE code");
    assert_eq!(app.user_row(ann.user_id).await.email, "ANN@example.org");
}

#[rstest]
#[tokio::test]
async fn its_code_is_sent_again_to_who_asked(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    change(&app, &ann, "new@example.org").await.done();
    app.mailed_code("new@example.org").await;
    app.advance(TimeDelta::minutes(2));
    app.resend(None, "new@example.org").await;
    assert_eq!(app.mails().await, []);
    app.resend(Some(&ann), "new@example.org").await;
    let code = app.mailed_code("new@example.org").await;
    app.try_verify(Some(&ann), "new@example.org", &code).await.done();
}

#[rstest]
#[tokio::test]
async fn an_admin_changes_an_address_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    let ann = app.joined("ann@example.org").await.person;
    let root = app.admin("root").await;
    let changed = app.update_user(&root, &ann.id, json!({ "email": "ann@new.org" })).await.done();
    assert_eq!(changed["user"]["emailVerified"], true);
    app.signed_in("ann@new.org").await;
}

#[rstest]
#[tokio::test]
async fn one_account_has_mail_sent_to_few_addresses(#[values(Sqlite, Postgres)] on: Database) {
    let mut settings = vec![("EMAIL_VERIFICATION", "required")];
    settings.extend_from_slice(ON);
    let app = TestApp::start_with(on, &settings).await;
    let ann = app.joined("ann@example.org").await.person;
    let ask = async |number: u32| {
        let both = json!({ "email": format!("guest{number}@example.org"), "firstName": number.to_string() });
        app.send(&ann, UPDATE, both).await
    };
    ask(0).await.done();
    app.mailed_code("guest0@example.org").await;
    // Within the minute no other address, and nothing else of the change; the same one is no new mail.
    assert!(assert_too_often(&ask(1).await) <= 60);
    assert_eq!(app.user_row(ann.user_id).await.first_name, "0");
    ask(0).await.done();
    assert_eq!(app.mails().await, []);
    for number in 1..5 {
        app.advance(TimeDelta::seconds(61));
        ask(number).await.done();
        app.mailed_code(&format!("guest{number}@example.org")).await;
    }
    app.advance(TimeDelta::seconds(61));
    assert!(assert_too_often(&ask(5).await) <= 720);
    assert_eq!(app.mails().await, []);
    app.send(&ann, UPDATE, json!({ "firstName": "Ann" })).await.done();
    app.advance(TimeDelta::minutes(12));
    let ann = app.signed_in("ann").await.person;
    let later = json!({ "email": "guest6@example.org" });
    app.send(&ann, UPDATE, later).await.done();
    app.mailed_code("guest6@example.org").await;
}
