//! A new `JWT_SECRET`, while what the one before signed is still good.

use rstest::rstest;
use serde_json::json;

use crate::account::assert_unauthenticated;
use crate::support::app::{SECRET, post};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const NEW: &str = "fedcba9876543210fedcba9876543210";

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

    let settings = [("JWT_SECRET", NEW), ("JWT_SECRET_PREVIOUS", SECRET)];
    let during = TestApp::start_at(&url, &settings).await;
    let next = during.send(&root, users, json!({ "after": cursor })).await;
    assert_eq!(next.at("users.nodes.0.username"), "ann");
    let bob = during.signed_up("bob@example.org").await;
    let ask =
        || post(Some(&bob.person.token), json!({ "query": "{ viewer { timeZone } }" }).to_string());
    assert_unauthenticated(&before.request(ask()).await);

    let after = TestApp::start_at(&url, &[("JWT_SECRET", NEW)]).await;
    after.request(ask()).await.data();
    let body = json!({ "query": "{ viewer { timeZone } }" }).to_string();
    assert_unauthenticated(&after.request(post(Some(&root.token), body)).await);
    // The session itself did not end: its refresh token gets an access token of the new make.
    let refreshed = after.refreshed(&bob).await;
    assert!(after.is_live(&refreshed.person.token).await);
}
