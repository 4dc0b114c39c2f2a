//! What is written down, and that it stands or falls with the change.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::domain::account::create_admin;

use crate::account::PASSWORD;
use crate::account::administration::CREATE_USER;
use crate::audit::{LOG, line};
use crate::category::CREATE;
use crate::support::app::post;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn every_change_of_an_account_by_an_admin_is_a_line(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let input = json!({ "email": "ann@example.org", "password": PASSWORD, "role": "ATTENDEE" });
    let made = app.send(&root, CREATE_USER, json!({ "input": input })).await.done();
    let ann = made["user"]["id"].as_str().unwrap();
    let change = json!({ "firstName": "Ann", "email": "berg@example.org", "role": "STAFF",
        "isActive": false, "password": "another horse entirely" });
    app.update_user(&root, ann, change).await.done();
    app.update_user(&root, ann, json!({ "isActive": true, "firstName": "Ann" })).await.done();
    app.update_user(&root, ann, json!({ "isActive": true })).await.done();
    app.delete_user(&root, ann).await.done();
    let roles = json!({ "from": "ATTENDEE", "to": "STAFF" });
    assert_eq!(
        app.audit().await,
        [
            line(&root, "user.created", ann, json!({ "role": "ATTENDEE" })),
            line(&root, "user.updated", ann, json!({ "fields": ["email", "firstName"] })),
            line(&root, "user.role_changed", ann, roles),
            line(&root, "user.disabled", ann, json!({})),
            line(&root, "user.password_set", ann, json!({})),
            line(&root, "user.enabled", ann, json!({})),
            line(&root, "user.erased", ann, json!({})),
        ]
    );
}

#[rstest]
#[tokio::test]
async fn categories_and_ends_of_events_are_lines(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (staff, olu) = (app.staff("staff").await, app.organizer("olu").await);
    let made = app.send(&staff, CREATE, json!({ "input": { "name": "Music" } })).await.done();
    let category = made["category"]["id"].as_str().unwrap();
    let update = "mutation($id: ID!, $name: String!) { updateCategory(input: { id: $id,
        name: $name }) { userErrors { code } } }";
    app.send(&staff, update, json!({ "id": category, "name": "Song" })).await.done();
    app.send(&staff, update, json!({ "id": category, "name": "Song" })).await.done();
    let delete = "mutation($id: ID!) { deleteCategory(input: { id: $id }) {
        userErrors { code } } }";
    app.send(&staff, delete, json!({ "id": category })).await.done();
    let event = app.event(&olu, json!({})).await;
    for what in ["cancelEvent", "deleteEvent", "restoreEvent"] {
        let mutation = format!(
            "mutation($id: ID!) {{ {what}(input: {{ id: $id }}) {{ userErrors {{ code }} }} }}"
        );
        app.send(&olu, &mutation, json!({ "id": event })).await.done();
    }
    assert_eq!(
        app.audit().await,
        [
            line(&staff, "category.created", category, json!({})),
            line(&staff, "category.updated", category, json!({ "fields": ["name"] })),
            line(&staff, "category.deleted", category, json!({})),
            line(&olu, "event.cancelled", &event, json!({})),
            line(&olu, "event.deleted", &event, json!({})),
            line(&olu, "event.restored", &event, json!({})),
        ]
    );
}

#[rstest]
#[tokio::test]
async fn what_was_refused_leaves_no_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (root, olu) = (app.admin("root").await, app.organizer("olu").await);
    app.event(&olu, json!({})).await;
    for reply in [
        app.update_user(&root, &root.id, json!({ "role": "STAFF" })).await,
        app.update_user(&root, &olu.id, json!({ "username": "root" })).await,
        app.delete_user(&root, &olu.id).await,
        app.delete_user(&root, &root.id).await,
    ] {
        assert!(!reply.refusals().is_empty());
    }
    app.try_sign_in("olu", "wrong").await.refusals();
    assert_eq!(app.audit().await, []);
}

#[rstest]
#[tokio::test]
async fn the_operators_admin_has_no_actor(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = create_admin(&app.core, "root", "root@example.org", PASSWORD).await.unwrap();
    let details = json!({ "role": "ADMIN" });
    let expected = (None, "user.created".to_owned(), root.id.to_string(), details);
    assert_eq!(app.audit().await, [expected]);
    let session = app.signed_in("root").await;
    let seen = app.send(&session.person, LOG, json!({})).await.at("auditLog.nodes.0");
    assert_eq!((&seen["actor"], &seen["ipAddress"]), (&Value::Null, &Value::Null));
}

#[rstest]
#[tokio::test]
async fn an_own_new_password_is_a_line_with_the_address_it_came_from(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (root, ann) = (app.admin("root").await, app.signed_up("ann@example.org").await);
    let change = "mutation($current: String!, $new: String!) { changePassword(input: {
        currentPassword: $current, newPassword: $new }) { userErrors { code } } }";
    let variables = json!({ "current": PASSWORD, "new": "another horse entirely" });
    let body = json!({ "query": change, "variables": variables }).to_string();
    let request = TestApp::from("203.0.113.7:4711", post(Some(&ann.person.token), body));
    app.request(request).await.done();
    let seen = app.send(&root, LOG, json!({})).await.at("auditLog.nodes");
    assert_eq!(seen.as_array().unwrap().len(), 2, "with the sign-up");
    assert_eq!(seen[0]["action"], "user.password_changed");
    assert_eq!(seen[0]["ipAddress"], "203.0.113.7");
    assert_eq!(seen[0]["actor"], json!({ "id": ann.person.id, "username": "ann" }));
    assert_eq!(seen[0]["subjectId"], ann.person.id);
}
