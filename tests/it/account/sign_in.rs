//! Opening and ending sessions.

use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::json;
use turnout::entity::{refresh_token, session};

use crate::account::{PASSWORD, assert_denied};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const SIGN_OUT: &str = "mutation { signOut { signedOut userErrors { code message field } } }";

#[rstest]
#[tokio::test]
async fn one_signs_in_by_username_and_by_address_in_any_case(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("Ann@Example.org").await;
    for login in ["Ann", "ann", " ANN ", "ann@example.org", "ANN@EXAMPLE.ORG"] {
        let session = app.signed_in(login).await;
        assert_eq!(session.person.id, ann.person.id);
        assert!(app.is_live(&session.person.token).await);
    }
}

#[rstest]
#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_answer_alike(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.signed_up("ann@example.org").await;
    let long = "x".repeat(257);
    let wrong = app.try_sign_in("ann", "wrong").await;
    assert_eq!(wrong.refusals(), ["INVALID_CREDENTIALS"]);
    for (login, password) in [
        ("bob", PASSWORD),
        ("bob@example.org", PASSWORD),
        ("ann@example.org", "wrong"),
        ("ann\0", PASSWORD),
        ("ann", "\0"),
        ("", ""),
        (&long, PASSWORD),
        ("ann", &long),
    ] {
        let reply = app.try_sign_in(login, password).await;
        assert_eq!(reply.bytes, wrong.bytes, "{login:?}");
    }
    let sessions = session::Entity::find().all(app.core.db.read()).await.unwrap();
    assert_eq!(sessions.len(), 1);
}

#[rstest]
#[tokio::test]
async fn only_who_knows_the_password_hears_that_an_account_is_disabled(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let ann = app.signed_up("ann@example.org").await;
    app.update_user(&root, &ann.person.id, json!({ "isActive": false })).await.done();
    assert_eq!(app.try_sign_in("ann", "wrong").await.refusals(), ["INVALID_CREDENTIALS"]);
    assert_eq!(app.try_sign_in("ann", PASSWORD).await.refusals(), ["ACCOUNT_DISABLED"]);
    assert!(!app.is_live(&ann.person.token).await);
    let token = &ann.refresh_token;
    assert_eq!(app.try_refresh(token).await.refusals(), ["INVALID_TOKEN refreshToken"]);

    app.update_user(&root, &ann.person.id, json!({ "isActive": true })).await.done();
    assert!(!app.is_live(&ann.person.token).await, "an ended session stays ended");
    assert!(app.is_live(&app.signed_in("ann").await.person.token).await);
}

#[rstest]
#[tokio::test]
async fn signing_out_ends_the_one_session(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ended = app.signed_up("ann@example.org").await;
    let other = app.signed_in("ann").await;
    let reply = app.send(&ended.person, SIGN_OUT, json!({})).await;
    assert_eq!(reply.done(), json!({ "signedOut": true, "userErrors": [] }));
    assert!(!app.is_live(&ended.person.token).await);
    let token = &ended.refresh_token;
    assert_eq!(app.try_refresh(token).await.refusals(), ["INVALID_TOKEN refreshToken"]);
    assert!(app.is_live(&other.person.token).await);
    app.refreshed(&other).await;
    assert_denied(&app.send(None, SIGN_OUT, json!({})).await, "UNAUTHENTICATED");
}

#[rstest]
#[tokio::test]
async fn the_database_keeps_neither_passwords_nor_tokens(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await;
    let row = app.user_row(ann.person.user_id).await;
    assert!(row.password_hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{row:?}");
    let tokens = refresh_token::Entity::find().all(app.core.db.read()).await.unwrap();
    assert_eq!(tokens.len(), 1);
    assert_eq!(tokens[0].token_hash.len(), 32);
    assert!(!tokens[0].token_hash.starts_with(&ann.refresh_token.as_bytes()[..8]));
}
