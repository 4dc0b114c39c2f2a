//! Making an account.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::{PASSWORD, Session};
use crate::support::{Database, Postgres, Sqlite, TestApp};

fn with(changes: Value) -> Value {
    let mut input = json!({ "email": "ann@example.org", "password": PASSWORD });
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    input
}

#[rstest]
#[tokio::test]
async fn a_new_session_is_the_viewer_of_its_own_answer(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let input = json!({ "email": "Ann@Example.org", "password": PASSWORD, "firstName": " Ann ",
        "lastName": "Berg", "timeZone": "Africa/Lagos" });
    let reply = app.try_sign_up(input).await;
    let payload = reply.done();
    assert_eq!(payload["verificationRequired"], false);
    let session = Session::of(&reply);
    let user = json!({ "id": session.person.id, "username": "Ann", "email": "Ann@Example.org",
        "role": "ATTENDEE", "isActive": true, "emailVerified": false, "displayName": "Ann Berg" });
    let viewer = json!({ "timeZone": "Africa/Lagos", "user": user });
    assert_eq!(payload["session"]["viewer"], viewer);
    assert!(app.is_live(&session.person.token).await);
}

#[rstest]
#[tokio::test]
async fn a_username_is_made_from_the_address_and_numbered_where_taken(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    assert_eq!(app.signed_up("ann+events@example.org").await.person.username, "annevents");
    assert_eq!(app.signed_up("ann@a.org").await.person.username, "ann");
    assert_eq!(app.signed_up("ANN@b.org").await.person.username, "ANN2");
    let emails = ["ann@c.org", "ann@d.org", "ann@e.org", "ann@f.org"];
    let sessions = futures::future::join_all(emails.map(|email| app.signed_up(email))).await;
    let mut names: Vec<String> = sessions.into_iter().map(|s| s.person.username).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("ann")), "{names:?}");
}

#[rstest]
#[tokio::test]
async fn an_address_and_a_username_are_taken_in_any_case(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    app.signed_up("ann@example.org").await;
    let twin = json!({ "email": "ANN@example.ORG", "username": "Ann", "password": PASSWORD });
    let reply = app.try_sign_up(twin).await;
    assert_eq!(reply.refusals(), ["TAKEN email", "TAKEN username"]);
    assert_eq!(reply.payload()["session"], Value::Null);
    assert_eq!(app.user_count().await, 1);
}

#[rstest]
#[tokio::test]
async fn of_many_with_one_address_at_once_one_signs_up(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let all = (0..6).map(|_| app.try_sign_up(with(json!({}))));
    let replies = futures::future::join_all(all).await;
    let (made, refused): (Vec<_>, Vec<_>) =
        replies.iter().partition(|reply| !reply.payload()["session"].is_null());
    assert_eq!((made.len(), refused.len()), (1, 5));
    for reply in refused {
        assert_eq!(reply.refusals(), ["TAKEN email"]);
    }
    assert_eq!(app.user_count().await, 1);
}

#[rstest]
#[tokio::test]
async fn every_fault_is_told_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let bad = json!({ "email": "nobody", "username": "a b", "password": "password", "firstName":
        "a\nb", "lastName": "x".repeat(81), "role": "ADMIN", "timeZone": "Mars/Olympus" });
    let reply = app.try_sign_up(bad).await;
    let mut refusals = reply.refusals();
    refusals.sort_unstable();
    assert_eq!(
        refusals,
        [
            "INVALID email",
            "INVALID firstName",
            "INVALID lastName",
            "INVALID password",
            "INVALID timeZone",
            "INVALID username",
            "ROLE_NOT_ALLOWED role",
        ]
    );
    assert_eq!(app.user_count().await, 0);
}

#[rstest]
#[tokio::test]
async fn one_odd_field_is_the_only_one_blamed(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let long = "å".repeat(129);
    for (field, bad) in [
        ("password", "sh0rt-8"),
        ("password", &long),
        ("password", "password"),
        ("password", "12345678"),
        ("password", "ann@example.org"),
        ("username", "ann@home"),
        ("username", "a\0b"),
        ("username", "deleted-1"),
        ("email", "a\0b@example.org"),
        ("email", "ann@example.org\r\nBcc: bob@example.org"),
        ("firstName", "a\0b"),
        ("firstName", "Ann\r\nBcc: bob@example.org"),
        ("lastName", "Berg\nBcc: bob@example.org"),
        ("lastName", "Berg\rBcc: bob@example.org"),
        ("username", "ann\r\nberg"),
        ("firstName", "a\u{202e}b"),
        ("lastName", "a\u{200b}b"),
        ("timeZone", "Africa/Lagos\0"),
    ] {
        let reply = app.try_sign_up(with(json!({ field: bad }))).await;
        assert_eq!(reply.refusals(), [format!("INVALID {field}")], "{bad:?}");
    }
    assert_eq!(app.user_count().await, 0);
}

#[rstest]
#[tokio::test]
async fn nobody_gives_themself_more_than_organizer(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    for role in ["STAFF", "ADMIN"] {
        let reply = app.try_sign_up(with(json!({ "role": role }))).await;
        assert_eq!(reply.refusals(), ["ROLE_NOT_ALLOWED role"]);
    }
    assert_eq!(app.user_count().await, 0);
    let reply = app.try_sign_up(with(json!({ "role": "ORGANIZER" }))).await;
    assert_eq!(reply.done()["session"]["viewer"]["user"]["role"], "ORGANIZER");
}

#[rstest]
#[tokio::test]
async fn organizers_are_left_to_admins_where_sign_up_is_closed(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("ORGANIZER_SIGNUP", "closed")]).await;
    let reply = app.try_sign_up(with(json!({ "role": "ORGANIZER" }))).await;
    assert_eq!(reply.refusals(), ["ROLE_NOT_ALLOWED role"]);
    assert_eq!(app.user_count().await, 0);
    let reply = app.try_sign_up(with(json!({ "role": null }))).await;
    assert_eq!(reply.done()["session"]["viewer"]["user"]["role"], "ATTENDEE");
}
