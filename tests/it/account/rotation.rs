//! A new `JWT_SECRET`, while what the one before signed is still good.

use axum::body::Body;
use axum::http::Request;
use rstest::rstest;
use serde_json::json;

use crate::account::assert_unauthenticated;
use crate::support::app::{SECRET, post};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const NEW: &str = "fedcba9876543210fedcba9876543210";

async fn feed_of(app: &TestApp, who: &Person) -> String {
    app.send(who, "{ viewer { calendarFeedUrl } }", json!({})).await.text("viewer.calendarFeedUrl")
}

async fn fetched(app: &TestApp, address: &str) -> u16 {
    let path = address.strip_prefix("http://127.0.0.1:8000").unwrap();
    app.request(Request::get(path).body(Body::empty()).unwrap()).await.status.as_u16()
}

#[rstest]
#[tokio::test]
async fn tokens_and_cursors_outlive_their_secret_while_it_is_the_previous_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let url = on.fresh().await;
    let before = TestApp::start_at(&url, &[]).await;
    let root = before.admin("root").await;
    before.attendee("ann").await;
    let users = "query($after: String) { users(first: 1, after: $after) { nodes { username }
        pageInfo { endCursor } } }";
    let cursor = before.send(&root, users, json!({})).await.text("users.pageInfo.endCursor");

    let feed = feed_of(&before, &root).await;

    let settings = [("JWT_SECRET", NEW), ("JWT_SECRET_PREVIOUS", SECRET)];
    let during = TestApp::start_at(&url, &settings).await;
    let next = during.send(&root, users, json!({ "after": cursor })).await;
    assert_eq!(next.at("users.nodes.0.username"), "ann");
    // The feed's old address goes on, and a new one is shown; to renew it ends both.
    let shown = feed_of(&during, &root).await;
    assert_ne!(shown, feed);
    for address in [&feed, &shown] {
        assert_eq!(fetched(&during, address).await, 200);
    }
    let bob = during.signed_up("bob@example.org").await;
    let ask =
        || post(Some(&bob.person.token), json!({ "query": "{ viewer { timeZone } }" }).to_string());
    assert_unauthenticated(&before.request(ask()).await);

    let after = TestApp::start_at(&url, &[("JWT_SECRET", NEW)]).await;
    after.request(ask()).await.data();
    let body = json!({ "query": "{ viewer { timeZone } }" }).to_string();
    assert_unauthenticated(&after.request(post(Some(&root.token), body)).await);
    assert_eq!((fetched(&after, &feed).await, fetched(&after, &shown).await), (404, 200));
    let renew = "mutation { renewCalendarFeed { userErrors { code } } }";
    during.send(&root, renew, json!({})).await.done();
    assert_eq!((fetched(&during, &feed).await, fetched(&during, &shown).await), (404, 404));
    // The session itself did not end: its refresh token gets an access token of the new make.
    let refreshed = after.refreshed(&bob).await;
    assert!(after.is_live(&refreshed.person.token).await);
}
