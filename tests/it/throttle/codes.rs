//! Sign-ups, codes and mails: counted for the address that asks and for the mailbox, known or not.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use crate::account::proof::{ASK_RESET, RESEND, RESET, VERIFY};
use crate::account::{PASSWORD, SIGN_UP};
use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};
use crate::throttle::{ON, assert_too_often};

const HERE: &str = "203.0.113.7";
const THERE: &str = "198.51.100.1";
const ANN: &str = "ann@example.org";

async fn proving(on: Database) -> TestApp {
    let mut settings = vec![("EMAIL_VERIFICATION", "required")];
    settings.extend_from_slice(ON);
    TestApp::start_with(on, &settings).await
}

async fn ask(app: &TestApp, from: &str, email: &str) -> Reply {
    app.send_from(from, None, ASK_RESET, json!({ "email": email })).await
}

/// Asks again and again, a little more than a minute apart, until it is too often: how often it was not, and how
/// many mails came of it.
async fn ask_out(app: &TestApp, email: &str, from: impl Fn(usize) -> String) -> (usize, usize) {
    let mut mails = 0;
    for count in 0.. {
        let reply = ask(app, &from(count), email).await;
        mails += app.mails().await.len();
        if reply.json().get("errors").is_some() {
            assert_too_often(&reply);
            return (count, mails);
        }
        assert_eq!(reply.done()["accepted"], true);
        app.advance(TimeDelta::seconds(61));
    }
    unreachable!()
}

#[rstest]
#[tokio::test]
async fn from_one_address_a_hundred_may_ask_and_then_one_in_36_seconds(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    for number in 0..100 {
        ask(&app, HERE, &format!("guest{number}@example.org")).await.done();
    }
    let jobs = app.mails().await;
    assert_eq!(jobs, []);
    let sign_up = json!({ "input": { "email": ANN, "password": PASSWORD } });
    let email = json!({ "email": ANN });
    for (query, variables) in [(SIGN_UP, &sign_up), (RESEND, &email), (ASK_RESET, &email)].repeat(2)
    {
        let refused = app.send_from(HERE, None, query, variables.clone()).await;
        assert!(assert_too_often(&refused) <= 36);
    }
    assert_eq!(app.pending_count().await, 0);
    assert_eq!(app.mails().await, []);
    app.send_from(THERE, None, SIGN_UP, sign_up.clone()).await.done();
    app.mailed_code(ANN).await;
    app.advance(TimeDelta::seconds(36));
    ask(&app, HERE, "guest@example.org").await.done();
    assert_too_often(&ask(&app, HERE, "guest@example.org").await);
}

#[rstest]
#[tokio::test]
async fn a_mailbox_gets_a_few_codes_an_hour_known_or_not(#[values(Sqlite, Postgres)] on: Database) {
    let app = proving(on).await;
    app.joined(ANN).await;
    app.advance(TimeDelta::days(3));
    for (email, mailed) in [(ANN, 1), ("nobody@example.org", 0)] {
        // From one place six, from all the world ten, and one that came back meanwhile.
        assert_eq!(ask_out(&app, email, |_| HERE.to_owned()).await, (6, 6 * mailed));
        app.advance(TimeDelta::days(3));
        let places = |count: usize| format!("192.0.2.{count}");
        assert_eq!(ask_out(&app, email, places).await, (11, 11 * mailed));
        // A sign-up and a resend count on the same mailbox.
        let sign_up = json!({ "input": { "email": email, "password": PASSWORD } });
        assert_too_often(&app.send_from(THERE, None, SIGN_UP, sign_up).await);
        let resend = app.send_from(THERE, None, RESEND, json!({ "email": email })).await;
        assert_too_often(&resend);
        assert_eq!(app.mails().await, []);
    }
}

#[rstest]
#[tokio::test]
async fn a_mailbox_gets_no_more_than_forty_on_the_first_day_and_then_twenty(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    let mut made = [0, 0];
    for day in &mut made {
        for number in 0..24 * 12 {
            let from = format!("192.0.2.{}", number % 250);
            let reply = ask(&app, &from, "nobody@example.org").await;
            *day += usize::from(reply.json().get("errors").is_none());
            app.advance(TimeDelta::minutes(5));
        }
    }
    assert!(made[0] <= 40 && made[1] <= 20, "{made:?}");
}

#[rstest]
#[tokio::test]
async fn the_owner_at_home_gets_one_when_strangers_used_up_what_there_is(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    let sign_up = json!({ "input": { "email": ANN, "password": PASSWORD } });
    app.send_from(HERE, None, SIGN_UP, sign_up).await.done();
    let code = app.mailed_code(ANN).await;
    app.send_from(HERE, None, VERIFY, json!({ "email": ANN, "code": code })).await.done();
    app.advance(TimeDelta::hours(2));
    ask_out(&app, ANN, |count| format!("192.0.2.{count}")).await;
    assert_too_often(&ask(&app, THERE, ANN).await);
    ask(&app, HERE, ANN).await.done();
    app.mailed_code(ANN).await;
    // At home, too, there is an end.
    let (count, _) = ask_out(&app, ANN, |_| HERE.to_owned()).await;
    assert!(count <= 6, "{count}");
}

#[rstest]
#[tokio::test]
async fn what_sends_no_mail_takes_nothing_from_the_mailbox(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    app.joined(ANN).await;
    app.advance(TimeDelta::days(1));
    for _ in 0..20 {
        ask(&app, HERE, ANN).await.done();
    }
    app.mailed_code(ANN).await;
    app.advance(TimeDelta::seconds(61));
    ask(&app, HERE, ANN).await.done();
    app.mailed_code(ANN).await;
}

#[rstest]
#[tokio::test]
async fn codes_are_guessed_from_one_address_a_hundred_times(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = proving(on).await;
    app.joined("bob@example.org").await;
    app.asks_to_join(ANN, PASSWORD).await;
    let code = app.mailed_code(ANN).await;
    let right = json!({ "email": ANN, "code": code });
    for number in 0..100 {
        let guess = json!({ "email": format!("guest{number}@example.org"), "code": "000000" });
        let wrong = app.send_from(HERE, None, VERIFY, guess).await;
        assert_eq!(wrong.refusals(), ["INVALID_CODE code"]);
    }
    assert_too_often(&app.send_from(HERE, None, VERIFY, right.clone()).await);
    let hashes = app.core.passwords.run_count();
    let reset = json!({ "email": "bob@example.org", "code": "000000", "password": PASSWORD });
    assert_too_often(&app.send_from(HERE, None, RESET, reset).await);
    assert_eq!(app.core.passwords.run_count(), hashes);
    assert_eq!(app.user_count().await, 1);
    let made = app.send_from(THERE, None, VERIFY, right).await.done();
    assert_ne!(made["session"], Value::Null);
}

#[rstest]
#[tokio::test]
async fn right_codes_cost_nothing_and_it_can_be_turned_off(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("EMAIL_VERIFICATION", "required")]).await;
    for number in 0..110 {
        ask(&app, HERE, &format!("guest{number}@example.org")).await.done();
    }
    for _ in 0..12 {
        app.advance(TimeDelta::seconds(61));
        ask(&app, HERE, ANN).await.done();
    }
    assert_eq!(app.bucket_count().await, 0);
}
