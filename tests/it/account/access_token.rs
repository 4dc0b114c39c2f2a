//! What a request's bearer token must be.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use rstest::rstest;
use serde_json::{Value, json};
use turnout::kernel::clock::Clock;

use crate::account::assert_unauthenticated;
use crate::support::app::{SECRET, post};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const RENAME: &str = "mutation { updateProfile(input: { firstName: \"Eve\" }) {
    userErrors { code } } }";

fn rename() -> String {
    json!({ "query": RENAME }).to_string()
}

fn signed(claims: &Value, algorithm: Algorithm, secret: &str) -> String {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap()
}

/// What a person's good token says.
fn claims(app: &TestApp, of: &Person) -> Value {
    let claims = of.token.split('.').nth(1).unwrap();
    let mut claims: Value =
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap();
    claims["exp"] = json!(app.clock.now().timestamp() + 600);
    claims
}

#[rstest]
#[tokio::test]
async fn a_token_of_another_make_answers_401_and_runs_nothing(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let ann = app.attendee("ann").await;
    let good = claims(&app, &ann);
    let but = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        signed(&claims, Algorithm::HS256, SECRET)
    };
    let body = ann.token.split('.').nth(1).unwrap();
    let none = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"none"}"#);
    for bad in [
        String::new(),
        "garbage".to_owned(),
        format!("{}x", ann.token),
        format!("{none}.{body}."),
        signed(&good, Algorithm::HS512, SECRET),
        signed(&good, Algorithm::HS256, "fedcba9876543210fedcba9876543210"),
        but("aud", json!("somebody")),
        but("iss", json!("somebody")),
        but("sub", good["sid"].clone()),
        but("sub", json!(app.attendee("bob").await.id)),
        but("exp", json!(app.clock.now().timestamp() - 31)),
        but("exp", Value::Null),
    ] {
        assert_unauthenticated(&app.request(post(Some(&bad), rename())).await);
    }
    assert_eq!(app.user_row(ann.user_id).await.first_name, "");
    let token = signed(&good, Algorithm::HS256, SECRET);
    assert_eq!(app.request(post(Some(&token), rename())).await.status, 200);
    assert_eq!(app.user_row(ann.user_id).await.first_name, "Eve");
}

#[rstest]
#[tokio::test]
async fn an_authorization_that_is_no_bearer_token_is_not_taken_for_anonymous(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let ann = app.attendee("ann").await;
    for bad in ["", "Bearer", &format!("Basic {}", ann.token), &ann.token] {
        let mut request = post(None, rename());
        request.headers_mut().insert("authorization", bad.parse().unwrap());
        assert_unauthenticated(&app.request(request).await);
    }
    let mut request = post(None, json!({ "query": "{ viewer { user { id } } }" }).to_string());
    let value = format!("bearer {}", ann.token).parse().unwrap();
    request.headers_mut().insert("authorization", value);
    assert_eq!(app.request(request).await.at("viewer.user.id"), ann.id);
}

#[rstest]
#[tokio::test]
async fn an_access_token_ends_after_its_time_and_half_a_minute(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("ACCESS_TOKEN_TTL", "5m")]).await;
    let ann = app.signed_up("ann@example.org").await;
    app.advance(TimeDelta::seconds(5 * 60 + 29));
    assert!(app.is_live(&ann.person.token).await);
    app.advance(TimeDelta::seconds(2));
    assert_unauthenticated(&app.request(post(Some(&ann.person.token), rename())).await);
    assert_eq!(app.user_row(ann.person.user_id).await.first_name, "");
    assert!(app.is_live(&app.refreshed(&ann).await.person.token).await);
}

#[rstest]
#[tokio::test]
async fn who_asks_is_known_after_one_statement(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.attendee("ann").await;
    let asked = app.send(&ann, "{ viewer { user { username } } }", json!({}));
    let (reply, statements) = app.statements_of(asked).await;
    assert_eq!(reply.at("viewer.user.username"), "ann");
    assert_eq!(statements.len(), 1, "{statements:#?}");
}
