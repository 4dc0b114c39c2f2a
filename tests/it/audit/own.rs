//! What people do to their own accounts.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::proof::{ASK_RESET, RESET, VERIFY};
use crate::account::{PASSWORD, SIGN_UP, Session};
use crate::audit::{LOG, line};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const UPDATE: &str = "mutation($input: UpdateProfileInput!) { updateProfile(input: $input) {
    viewer { user { id } } userErrors { code message field } } }";
const DELETE: &str =
    "mutation($password: String!) { deleteAccount(input: { password: $password }) {
    deletedUserId userErrors { code message field } } }";
const CHANGE: &str = "mutation($old: String!, $new: String!) { changePassword(input: {
    currentPassword: $old, newPassword: $new }) { userErrors { code message field } } }";
const NEW: &str = "another horse entirely";
const HERE: &str = "203.0.113.7";

/// The lines of which `who` is the actor and the subject.
fn own(who: &Person, lines: &[(&str, Value)]) -> Vec<(Option<String>, String, String, Value)> {
    lines.iter().map(|(action, details)| line(who, action, &who.id, details.clone())).collect()
}

#[rstest]
#[tokio::test]
async fn from_the_sign_up_to_the_end_each_is_a_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("EMAIL_VERIFICATION", "required")]).await;
    let ann = app.joined("ann@example.org").await.person;
    let input = json!({ "firstName": "Ann", "timeZone": "Africa/Lagos", "username": "ann" });
    app.send(&ann, UPDATE, json!({ "input": input })).await.done();
    // Nothing changed, or nothing yet.
    app.send(&ann, UPDATE, json!({ "input": input })).await.done();
    app.send(&ann, UPDATE, json!({ "input": { "email": "ann@new.org" } })).await.done();
    let code = app.mailed_code("ann@new.org").await;
    app.send(&ann, VERIFY, json!({ "email": "ann@new.org", "code": code })).await.done();
    app.mails().await;
    app.send(&ann, CHANGE, json!({ "old": PASSWORD, "new": NEW })).await.done();
    app.send(None, ASK_RESET, json!({ "email": "ann@new.org" })).await.done();
    let code = app.mailed_code("ann@new.org").await;
    let reset = json!({ "email": "ann@new.org", "code": code, "password": PASSWORD });
    let again = Session::of(&app.send(None, RESET, reset).await).person;
    let before = own(
        &ann,
        &[
            ("user.created", json!({ "role": "ATTENDEE" })),
            ("user.updated", json!({ "fields": ["firstName", "timeZone"] })),
            ("user.address_changed", json!({})),
            ("user.password_changed", json!({})),
            ("user.password_reset", json!({})),
        ],
    );
    assert_eq!(app.audit().await, before);
    app.send(&again, DELETE, json!({ "password": PASSWORD })).await.done();
    assert_eq!(app.audit().await.last().unwrap().1, "user.erased");
    assert_eq!(app.audit().await.len(), before.len() + 1);
}

#[rstest]
#[tokio::test]
async fn a_sign_up_is_a_line_with_where_it_came_from(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let input = json!({ "email": "ann@example.org", "password": PASSWORD, "role": "ORGANIZER" });
    let reply = app.send_from(HERE, None, SIGN_UP, json!({ "input": input })).await;
    let ann = Session::of(&reply).person;
    let seen = app.send(&root, LOG, json!({})).await.at("auditLog.nodes");
    assert_eq!(seen.as_array().unwrap().len(), 1);
    assert_eq!((&seen[0]["action"], &seen[0]["ipAddress"]), (&json!("user.created"), &json!(HERE)));
    assert_eq!(seen[0]["actor"], json!({ "id": ann.id, "username": "ann" }));
    // An address that needs no proof is replaced at once.
    app.send(&ann, UPDATE, json!({ "input": { "email": "ann@new.org" } })).await.done();
    let fields = json!({ "fields": ["email"] });
    assert_eq!(app.audit().await.last(), Some(&line(&ann, "user.updated", &ann.id, fields)));
}

#[rstest]
#[tokio::test]
async fn what_came_to_nothing_leaves_no_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await.person;
    app.signed_up("bob@example.org").await;
    let before = app.audit().await;
    for input in
        [json!({ "username": "bob", "firstName": "x" }), json!({ "firstName": "x".repeat(81) })]
    {
        app.send(&ann, UPDATE, json!({ "input": input })).await.refusals();
    }
    app.send(&ann, DELETE, json!({ "password": "wrong" })).await.refusals();
    let taken = json!({ "email": "ann@example.org", "password": PASSWORD });
    app.try_sign_up(taken).await.refusals();
    assert_eq!(app.audit().await, before);
}

#[rstest]
#[tokio::test]
async fn an_account_from_before_that_proves_its_address_is_a_line(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(true, false)] keeps: bool,
) {
    let url = on.fresh().await;
    let ann = TestApp::start_at(&url, &[]).await.signed_up("ann@example.org").await.person;
    let app = TestApp::start_at(&url, &[("EMAIL_VERIFICATION", "required")]).await;
    if keeps {
        app.resend(None, "ann@example.org").await;
    } else {
        app.asks_to_join("ann@example.org", NEW).await;
    }
    let code = app.mailed_code("ann@example.org").await;
    let proof = json!({ "email": "ann@example.org", "code": code });
    app.send(None, VERIFY, proof).await.done();
    let details = json!({ "keepsPassword": keeps });
    let expected = line(&ann, "user.address_proved", &ann.id, details);
    assert_eq!(app.audit().await.last(), Some(&expected));
    assert_eq!(app.mails().await, []);
}
