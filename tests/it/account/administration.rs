//! Admins keep the accounts of others.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::{PASSWORD, assert_denied};
use crate::category::CREATE;
use crate::support::{Database, Postgres, Sqlite, TestApp};

pub(crate) const CREATE_USER: &str = "mutation($input: CreateUserInput!) {
    createUser(input: $input) {
        user { id username email emailVerified firstName lastName role isActive }
        userErrors { code message field } } }";

#[rstest]
#[tokio::test]
async fn an_admin_makes_accounts_of_every_role(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    for role in ["ADMIN", "STAFF", "ORGANIZER", "ATTENDEE"] {
        let name = role.to_lowercase();
        let input = json!({ "email": format!("{name}@example.org"), "password": PASSWORD,
            "firstName": "Ann", "role": role });
        let made = app.send(&root, CREATE_USER, json!({ "input": input })).await.done();
        let user = json!({ "id": made["user"]["id"], "username": name, "email":
            format!("{name}@example.org"), "emailVerified": true, "firstName": "Ann",
            "lastName": "", "role": role, "isActive": true });
        assert_eq!(made["user"], user);
        assert_eq!(app.signed_in(&name).await.person.id, made["user"]["id"].as_str().unwrap());
    }
}

#[rstest]
#[tokio::test]
async fn a_bad_or_taken_account_is_not_made(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let bad = json!({ "email": "a", "username": "b@c", "password": "d", "firstName": "e\0",
        "lastName": "f\u{202e}", "role": "STAFF" });
    let reply = app.send(&root, CREATE_USER, json!({ "input": bad })).await;
    let mut refusals = reply.refusals();
    refusals.sort_unstable();
    let fields = ["email", "firstName", "lastName", "password", "username"];
    assert_eq!(refusals, fields.map(|field| format!("INVALID {field}")));
    let twin = json!({ "email": "Root@example.org", "username": "ROOT", "password": PASSWORD,
        "role": "STAFF" });
    let reply = app.send(&root, CREATE_USER, json!({ "input": twin })).await;
    assert_eq!(reply.refusals(), ["TAKEN email", "TAKEN username"]);
    assert_eq!(app.user_count().await, 1);
}

#[rstest]
#[tokio::test]
async fn a_role_holds_from_the_very_next_request(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (root, ann) = (app.admin("root").await, app.attendee("ann").await);
    let create = || json!({ "input": { "name": "Music" } });
    assert_denied(&app.send(&ann, CREATE, create()).await, "FORBIDDEN");
    let promoted = app.update_user(&root, &ann.id, json!({ "role": "STAFF" })).await.done();
    assert_eq!(promoted["user"]["role"], "STAFF");
    app.send(&ann, CREATE, create()).await.done();
    app.update_user(&root, &ann.id, json!({ "role": "ORGANIZER" })).await.done();
    assert_denied(&app.send(&ann, CREATE, create()).await, "FORBIDDEN");
    app.event(&ann, json!({})).await;
    app.update_user(&root, &ann.id, json!({ "role": "ATTENDEE" })).await.done();
    assert_denied(&app.try_event(&ann, json!({})).await, "FORBIDDEN");
}

#[rstest]
#[tokio::test]
async fn an_admin_who_steps_down_loses_the_rights_within_the_answer(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (root, _other) = (app.admin("root").await, app.admin("other").await);
    let stepped = app.update_user(&root, &root.id, json!({ "role": "ATTENDEE" })).await.done();
    assert_eq!(stepped["user"]["role"], "ATTENDEE");
    let again = app.update_user(&root, &root.id, json!({ "role": "ADMIN" })).await;
    assert_denied(&again, "FORBIDDEN");
}

#[rstest]
#[tokio::test]
async fn an_update_keeps_what_is_left_out_and_clears_names(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let ann = app.signed_up("ann@example.org").await;
    let names = json!({ "firstName": "Ann", "lastName": "Berg" });
    app.update_user(&root, &ann.person.id, names).await.done();
    let partial = "mutation($id: ID!, $firstName: String, $email: String, $role: Role,
        $password: String, $isActive: Boolean) {
        updateUser(input: { id: $id, firstName: $firstName, email: $email, role: $role,
            password: $password, isActive: $isActive }) {
            user { email firstName lastName role isActive }
            userErrors { code message field } } }";
    let id = &ann.person.id;
    let cleared = json!({ "id": id, "firstName": null });
    let changed = app.send(&root, partial, cleared).await.done();
    let user = json!({ "email": "ann@example.org", "firstName": "", "lastName": "Berg",
        "role": "ATTENDEE", "isActive": true });
    assert_eq!(changed["user"], user);
    assert!(app.is_live(&ann.person.token).await);
    let nulls = json!({ "id": id, "email": null, "role": null, "password": null,
        "isActive": null });
    let reply = app.send(&root, partial, nulls).await;
    let fields = ["email", "password", "role", "isActive"];
    assert_eq!(reply.refusals(), fields.map(|field| format!("INVALID {field}")));
    assert_eq!(reply.payload()["user"], Value::Null);
}

#[rstest]
#[tokio::test]
async fn a_password_set_by_an_admin_ends_every_session(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let ann = app.signed_up("ann@example.org").await;
    let weak = app.update_user(&root, &ann.person.id, json!({ "password": "password" })).await;
    assert_eq!(weak.refusals(), ["INVALID password"]);
    assert!(app.is_live(&ann.person.token).await);
    let new = "another horse entirely";
    app.update_user(&root, &ann.person.id, json!({ "password": new })).await.done();
    assert!(!app.is_live(&ann.person.token).await);
    assert_eq!(app.try_sign_in("ann", PASSWORD).await.refusals(), ["INVALID_CREDENTIALS"]);
    app.try_sign_in("ann", new).await.done();
}

#[rstest]
#[tokio::test]
async fn an_unknown_account_is_not_found_and_another_id_invalid(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (root, gone) = (app.admin("root").await, app.attendee("gone").await);
    app.delete_user(&root, &gone.id).await.done();
    let event = app.event(&root, json!({})).await;
    for (id, told) in [(&gone.id, "NOT_FOUND id"), (&event, "INVALID id")] {
        let reply = app.update_user(&root, id, json!({ "firstName": "Eve" })).await;
        assert_eq!(reply.refusals(), [told]);
        let reply = app.update_user(&root, id, json!({ "password": "long enough a secret" })).await;
        assert_eq!(reply.refusals(), [told]);
        assert_eq!(app.delete_user(&root, id).await.refusals(), [told]);
    }
}
