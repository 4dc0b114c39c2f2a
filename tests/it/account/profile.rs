//! Changing one's own profile.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::{PASSWORD, assert_denied};
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Every field by a variable of its own, as generated clients send them: those left out are undefined.
const UPDATE: &str = "mutation($username: String, $email: String, $firstName: String,
    $lastName: String, $timeZone: TimeZone) {
    updateProfile(input: { username: $username, email: $email, firstName: $firstName,
        lastName: $lastName, timeZone: $timeZone }) {
        viewer { timeZone user { username email firstName lastName emailVerified } }
        userErrors { code message field } } }";

#[rstest]
#[tokio::test]
async fn a_variable_left_out_leaves_its_field_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await.person;
    let all = json!({ "username": "ANN", "email": "ann@new.org", "firstName": "Ann",
        "lastName": "Berg", "timeZone": "Africa/Lagos" });
    let set = app.send(&ann, UPDATE, all).await.done();
    let user = json!({ "username": "ANN", "email": "ann@new.org", "firstName": "Ann",
        "lastName": "Berg", "emailVerified": false });
    assert_eq!(set["viewer"], json!({ "timeZone": "Africa/Lagos", "user": user }));
    assert_eq!(app.send(&ann, UPDATE, json!({})).await.done(), set);
    let changed = app.send(&ann, UPDATE, json!({ "firstName": "Anna" })).await.done();
    let mut expected = set;
    expected["viewer"]["user"]["firstName"] = json!("Anna");
    assert_eq!(changed, expected);
    assert_eq!(app.user_row(ann.user_id).await.search_key, "ann ann@new.org anna berg");
}

#[rstest]
#[tokio::test]
async fn null_clears_a_name_and_is_refused_elsewhere(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await.person;
    app.send(&ann, UPDATE, json!({ "firstName": "Ann", "lastName": "Berg" })).await.done();
    let nulls = json!({ "username": null, "email": null, "timeZone": null, "firstName": null });
    let reply = app.send(&ann, UPDATE, nulls).await;
    assert_eq!(reply.refusals(), ["INVALID username", "INVALID email", "INVALID timeZone"]);
    assert_eq!(reply.payload()["viewer"], Value::Null);
    assert_eq!(app.user_row(ann.user_id).await.first_name, "Ann");
    let cleared = app.send(&ann, UPDATE, json!({ "firstName": null })).await.done();
    assert_eq!(cleared["viewer"]["user"]["firstName"], "");
    assert_eq!(cleared["viewer"]["user"]["lastName"], "Berg");
}

#[rstest]
#[tokio::test]
async fn what_others_have_is_taken_and_ones_own_is_not(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await.person;
    app.signed_up("bob@example.org").await;
    let before = app.user_row(ann.user_id).await;
    let both = json!({ "username": "Bob", "email": "BOB@example.org", "firstName": "Eve" });
    let reply = app.send(&ann, UPDATE, both).await;
    assert_eq!(reply.refusals(), ["TAKEN email", "TAKEN username"]);
    assert_eq!(app.user_row(ann.user_id).await, before);
    let own = json!({ "username": "ANN", "email": "ANN@example.org" });
    let kept = app.send(&ann, UPDATE, own).await.done();
    assert_eq!(kept["viewer"]["user"]["username"], "ANN");
    app.try_sign_in("ann", PASSWORD).await.done();
}

#[rstest]
#[tokio::test]
async fn every_bad_field_is_told_and_nothing_is_changed(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.attendee("ann").await;
    let before = app.user_row(ann.user_id).await;
    let bad = json!({ "username": "a@b", "email": "ann", "firstName": "a\0b",
        "lastName": "a\u{202e}b", "timeZone": "Mars/Olympus" });
    let reply = app.send(&ann, UPDATE, bad).await;
    let mut refusals = reply.refusals();
    refusals.sort_unstable();
    let fields = ["email", "firstName", "lastName", "timeZone", "username"];
    assert_eq!(refusals, fields.map(|field| format!("INVALID {field}")));
    assert_eq!(app.user_row(ann.user_id).await, before);
    let denied = app.send(None, UPDATE, json!({ "firstName": "Eve" })).await;
    assert_denied(&denied, "UNAUTHENTICATED");
}

#[rstest]
#[tokio::test]
async fn a_new_address_is_not_yet_proved(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let proved = app.update_user(&root, &root.id, json!({ "email": "root@new.org" })).await.done();
    assert_eq!(proved["user"]["emailVerified"], true);
    let same = app.send(&root, UPDATE, json!({ "email": "ROOT@new.org" })).await.done();
    assert_eq!(same["viewer"]["user"]["emailVerified"], true);
    let changed = app.send(&root, UPDATE, json!({ "email": "root@newer.org" })).await.done();
    assert_eq!(changed["viewer"]["user"]["emailVerified"], false);
}
