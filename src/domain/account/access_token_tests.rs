use serde_json::{Value, json};
use uuid::Uuid;

use super::*;

const SECRET: &[u8] = b"thirty-two bytes of a test secret";

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap()
}

fn ids() -> (UserId, SessionId) {
    (UserId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)))
}

fn good() -> Value {
    let (user, session) = ids();
    json!({
        "iss": "turnout", "aud": "turnout", "sub": user.to_string(), "sid": session.to_string(),
        "iat": now().timestamp(), "exp": now().timestamp() + 600,
    })
}

fn signed(claims: &Value, algorithm: Algorithm, secret: &[u8]) -> String {
    let key = EncodingKey::from_secret(secret);
    jsonwebtoken::encode(&Header::new(algorithm), claims, &key).unwrap()
}

fn read(claims: &Value) -> Option<Bearer> {
    AccessTokens::new(SECRET).read(&signed(claims, Algorithm::HS256, SECRET), now())
}

#[test]
fn a_token_is_read_back_until_it_ends() {
    let (user, session) = ids();
    let tokens = AccessTokens::new(SECRET);
    let (token, expires_at) = tokens.issue(user, session, now(), Duration::from_secs(600)).unwrap();
    assert_eq!(expires_at, now() + TimeDelta::seconds(600));
    let at = |seconds| tokens.read(&token, now() + TimeDelta::seconds(seconds));
    assert_eq!(at(0), Some(Bearer { user, session, expires_at }));
    assert!(at(630).is_some());
    assert_eq!(at(631), None);
    assert!(at(-30).is_some());
    assert_eq!(at(-31), None);
}

#[test]
fn every_claim_is_required() {
    assert!(read(&good()).is_some());
    for name in ["iss", "aud", "sub", "sid", "iat", "exp"] {
        let mut claims = good();
        claims.as_object_mut().unwrap().remove(name);
        assert_eq!(read(&claims), None, "{name}");
        claims[name] = Value::Null;
        assert_eq!(read(&claims), None, "{name}");
    }
}

#[test]
fn every_claim_is_checked() {
    let (user, session) = ids();
    for (name, value) in [
        ("iss", json!("somebody")),
        ("aud", json!("somebody")),
        ("sub", json!(session.to_string())),
        ("sid", json!(user.to_string())),
        ("exp", json!(now().timestamp() - 31)),
        ("exp", json!("soon")),
        ("iat", json!(now().timestamp() + 31)),
        ("nbf", json!(now().timestamp() + 31)),
    ] {
        let mut claims = good();
        claims[name] = value;
        assert_eq!(read(&claims), None, "{name}");
    }
}

#[test]
fn one_algorithm_and_one_key_are_taken() {
    let tokens = AccessTokens::new(SECRET);
    let read = |token: &str| tokens.read(token, now());
    assert_eq!(read(&signed(&good(), Algorithm::HS256, b"another secret")), None);
    assert_eq!(read(&signed(&good(), Algorithm::HS512, SECRET)), None);
    // {"alg":"none"}
    let body = signed(&good(), Algorithm::HS256, SECRET);
    let body = body.split('.').nth(1).unwrap();
    assert_eq!(read(&format!("eyJhbGciOiJub25lIn0.{body}.")), None);
    for junk in ["", ".", "..", "a.b.c", "é"] {
        assert_eq!(read(junk), None, "{junk}");
    }
}
