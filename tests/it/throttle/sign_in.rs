//! Guessing passwords: counted for the account and the address, known or not, right or wrong.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use turnout::domain::throttle;
use turnout::entity::session;

use crate::account::PASSWORD;
use crate::support::{Database, Postgres, Sqlite, TestApp};
use crate::throttle::{ON, assert_too_often};

const HERE: &str = "203.0.113.7";
const THERE: &str = "198.51.100.1";

#[rstest]
#[tokio::test]
async fn after_ten_wrong_ones_the_right_one_is_refused_too(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, ON).await;
    app.signed_up("ann@example.org").await;
    for _ in 0..10 {
        let wrong = app.sign_in_from(HERE, "ann", "wrong").await;
        assert_eq!(wrong.refusals(), ["INVALID_CREDENTIALS"]);
    }
    for password in [PASSWORD, "wrong"] {
        let refused = app.sign_in_from(HERE, "ann", password).await;
        assert!((100..=120).contains(&assert_too_often(&refused)), "{}", refused.json());
    }
    assert_eq!(session::Entity::find().count(app.core.db.read()).await.unwrap(), 1, "of sign-up");
    app.sign_in_from(HERE, "Ann", PASSWORD).await.codes();
    app.sign_in_from(THERE, "ann", PASSWORD).await.done();
    app.advance(TimeDelta::seconds(121));
    app.sign_in_from(HERE, "ann", PASSWORD).await.done();
}

#[rstest]
#[tokio::test]
async fn an_unknown_login_is_counted_like_a_known_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    app.signed_up("ann@example.org").await;
    let mut seen = Vec::new();
    for login in ["ann@example.org", "nobody@example.org"] {
        let mut replies = Vec::new();
        for _ in 0..11 {
            let (reply, statements) =
                app.statements_of(app.sign_in_from(HERE, login, "wrong")).await;
            let shape: Vec<String> = statements;
            replies.push((reply.status, reply.bytes, shape));
        }
        seen.push(replies);
    }
    assert_eq!(seen[0], seen[1], "the same answers after the same statements");
    assert!(String::from_utf8_lossy(&seen[0][10].1).contains("RATE_LIMITED"));
}

#[rstest]
#[tokio::test]
async fn of_fifty_wrong_ones_at_once_ten_are_tried(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    app.signed_up("ann@example.org").await;
    let all = (0..50).map(|_| app.sign_in_from(HERE, "ann", "wrong"));
    let replies = futures::future::join_all(all).await;
    let (tried, refused): (Vec<_>, Vec<_>) =
        replies.iter().partition(|reply| reply.json().get("errors").is_none());
    assert_eq!((tried.len(), refused.len()), (10, 40));
    for reply in tried {
        assert_eq!(reply.refusals(), ["INVALID_CREDENTIALS"]);
    }
    for reply in refused {
        assert_too_often(reply);
    }
}

#[rstest]
#[tokio::test]
async fn the_right_one_costs_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    app.signed_up("ann@example.org").await;
    for _ in 0..9 {
        app.sign_in_from(HERE, "ann", "wrong").await.refusals();
    }
    for _ in 0..5 {
        app.sign_in_from(HERE, "ann", PASSWORD).await.done();
    }
    app.sign_in_from(HERE, "ann", "wrong").await.refusals();
    assert_too_often(&app.sign_in_from(HERE, "ann", PASSWORD).await);
}

/// As many attempts as the rule allows, without a hash for each.
async fn drain(app: &TestApp, login: &str, count: u32, address: impl Fn(u32) -> String) {
    for number in 0..count {
        let attempt = throttle::Attempt {
            rule: &throttle::SIGN_IN,
            account: login,
            address: Some(&address(number)),
            is_at_home: false,
        };
        let _taken = attempt.take(&app.core).await.unwrap();
    }
}

#[rstest]
#[tokio::test]
async fn an_address_has_an_end_however_many_logins_it_tries(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, ON).await;
    app.signed_up("ann@example.org").await;
    for number in 0..100 {
        drain(&app, &format!("user{number}"), 1, |_| HERE.to_owned()).await;
    }
    let before = app.bucket_count().await;
    assert_too_often(&app.sign_in_from(HERE, "another", "wrong").await);
    assert_too_often(&app.sign_in_from(HERE, "ann", PASSWORD).await);
    assert_eq!(app.bucket_count().await, before, "what is refused leaves no row");
    app.sign_in_from(THERE, "ann", PASSWORD).await.done();
    // Of IPv6 the network counts.
    for number in 0..100 {
        drain(&app, &format!("user{number}"), 1, |_| format!("2001:db8::{number:x}")).await;
    }
    assert_too_often(&app.sign_in_from("[2001:db8::ffff]", "ann", PASSWORD).await);
    app.sign_in_from("[2001:db8:0:1::1]", "ann", PASSWORD).await.done();
}

#[rstest]
#[tokio::test]
async fn all_the_world_cannot_lock_the_owner_out_at_home(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    app.signed_up("ann@example.org").await;
    app.sign_in_from(HERE, "ann", PASSWORD).await.done();
    drain(&app, "ann", 100, |number| format!("192.0.2.{number}")).await;
    assert_too_often(&app.sign_in_from(THERE, "ann", PASSWORD).await);
    app.sign_in_from(HERE, "ann", PASSWORD).await.done();
    // At home, too, there is an end to guessing.
    for _ in 0..10 {
        app.sign_in_from(HERE, "ann", "wrong").await.refusals();
    }
    assert_too_often(&app.sign_in_from(HERE, "ann", PASSWORD).await);
    app.advance(TimeDelta::seconds(37));
    app.sign_in_from(THERE, "ann", PASSWORD).await.done();
}

#[rstest]
#[tokio::test]
async fn the_own_password_is_not_guessed_from_a_stolen_session(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, ON).await;
    let ann = app.signed_up("ann@example.org").await;
    let change = "mutation($current: String!) { changePassword(input: { currentPassword: $current,
        newPassword: \"another horse entirely\" }) { userErrors { code message field } } }";
    let delete = "mutation($current: String!) { deleteAccount(input: { password: $current }) {
        deletedUserId userErrors { code message field } } }";
    for number in 0..10 {
        let mutation = if number % 2 == 0 { change } else { delete };
        let reply = app.send(&ann.person, mutation, json!({ "current": "wrong" })).await;
        assert!(reply.refusals()[0].starts_with("INVALID_CREDENTIALS"));
    }
    for mutation in [change, delete] {
        let reply = app.send(&ann.person, mutation, json!({ "current": PASSWORD })).await;
        assert_too_often(&reply);
    }
    assert!(app.is_live(&ann.person.token).await);
    app.signed_in("ann").await;
}

#[rstest]
#[tokio::test]
async fn a_full_bucket_is_swept(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    drain(&app, "ann", 3, |_| HERE.to_owned()).await;
    assert_eq!(app.bucket_count().await, 3);
    let sweep = async || {
        let on = app.core.db.begin().await.unwrap();
        throttle::sweep(&app.core, &on).await.unwrap();
        on.commit().await.unwrap();
    };
    sweep().await;
    assert_eq!(app.bucket_count().await, 3);
    app.advance(TimeDelta::seconds(31));
    sweep().await;
    assert_eq!(app.bucket_count().await, 2, "that of the address is full again");
    app.advance(TimeDelta::minutes(6));
    sweep().await;
    assert_eq!(app.bucket_count().await, 0);
}
