//! Behind a proxy: whose word is taken.

use rstest::rstest;
use serde_json::json;
use turnout::config::{Config, Source};

use crate::account::{PASSWORD, SIGN_IN};
use crate::support::app::post;
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// The address that the session of a sign-in from `peer` keeps, which says it was forwarded for `forwarded`.
async fn kept(app: &TestApp, peer: &str, forwarded: &str) -> String {
    let variables = json!({ "login": "ann", "password": PASSWORD });
    let body = json!({ "query": SIGN_IN, "variables": variables }).to_string();
    let mut request = TestApp::from(peer, post(None, body));
    request.headers_mut().insert("x-forwarded-for", forwarded.parse().unwrap());
    let token = app.request(request).await.done()["session"]["accessToken"].clone();
    let body = json!({ "query": "{ viewer { sessions { isCurrent ipAddress } } }" }).to_string();
    let seen = app.request(post(token.as_str(), body)).await.at("viewer.sessions.0");
    assert_eq!(seen["isCurrent"], true);
    seen["ipAddress"].as_str().unwrap().to_owned()
}

#[rstest]
#[tokio::test]
async fn only_a_trusted_one_tells_where_a_request_came_from(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.signed_up("ann@example.org").await;
    assert_eq!(kept(&app, "10.0.0.1:1", "198.51.100.1").await, "10.0.0.1");

    let settings = [("TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::1")];
    let app = TestApp::start_with(on, &settings).await;
    app.signed_up("ann@example.org").await;
    assert_eq!(kept(&app, "10.0.0.1:1", "8.8.8.8, 198.51.100.1").await, "198.51.100.1");
    assert_eq!(kept(&app, "[2001:db8::1]:1", "198.51.100.1, 10.1.2.3").await, "198.51.100.1");
    assert_eq!(kept(&app, "203.0.113.7:1", "198.51.100.1").await, "203.0.113.7");
}

#[test]
fn what_is_no_address_is_no_proxy() {
    for bad in ["proxy", "10.0.0.0/33", "10.0.0.1 10.0.0.2", "*"] {
        let outcome = Config::read(&Source::from_pairs(&[("TRUSTED_PROXIES", bad)]));
        assert_eq!(outcome.unwrap_err().name, "TRUSTED_PROXIES", "{bad}");
    }
}
