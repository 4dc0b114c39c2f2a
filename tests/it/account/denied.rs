//! Administration is for admins, and for nobody else.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::Role;

use crate::account::administration::CREATE_USER;
use crate::account::{DELETE_USER, PASSWORD, UPDATE_USER, assert_denied};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const USERS: &str = "{ users { totalCount nodes { username email } } }";

#[rstest]
#[case::staff(Some(Role::Staff), "FORBIDDEN")]
#[case::organizer(Some(Role::Organizer), "FORBIDDEN")]
#[case::attendee(Some(Role::Attendee), "FORBIDDEN")]
#[case::anonymous(None, "UNAUTHENTICATED")]
#[tokio::test]
async fn nobody_but_an_admin_administers(
    #[case] role: Option<Role>,
    #[case] code: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let bob = app.attendee("bob").await;
    let who = match role {
        Some(role) => Some(app.person("ann", role).await),
        None => None,
    };
    let (count, before) = (app.user_count().await, app.user_row(bob.user_id).await);
    let new = json!({ "email": "eve@example.org", "password": PASSWORD, "role": "ADMIN" });
    let change = json!({ "id": bob.id, "role": "ADMIN", "password": PASSWORD });
    for (mutation, variables) in [
        (CREATE_USER, json!({ "input": new })),
        (UPDATE_USER, json!({ "input": change })),
        (DELETE_USER, json!({ "id": bob.id })),
    ] {
        assert_denied(&app.send(who.as_ref(), mutation, variables).await, code);
    }
    assert_eq!(app.user_count().await, count);
    assert_eq!(app.user_row(bob.user_id).await, before);
    assert!(app.is_live(&bob.token).await);
}

#[rstest]
#[case::organizer(Some(Role::Organizer), "FORBIDDEN")]
#[case::attendee(Some(Role::Attendee), "FORBIDDEN")]
#[case::anonymous(None, "UNAUTHENTICATED")]
#[tokio::test]
async fn people_are_listed_for_staff_alone(
    #[case] role: Option<Role>,
    #[case] code: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    app.admin("root").await;
    let who = match role {
        Some(role) => Some(app.person("ann", role).await),
        None => None,
    };
    let reply = app.send(who.as_ref(), USERS, json!({})).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.codes(), [code]);
    assert_eq!(reply.json()["data"], json!({ "users": Value::Null }));
    for role in [Role::Staff, Role::Admin] {
        let who = app.person(&format!("{role:?}").to_lowercase(), role).await;
        assert!(app.send(&who, USERS, json!({})).await.at("users.totalCount").is_number());
    }
}

#[rstest]
#[tokio::test]
async fn private_fields_are_null_for_strangers(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ann, bob) = (app.attendee("ann").await, app.organizer("bob").await);
    let (staff, root) = (app.staff("staff").await, app.admin("root").await);
    let query = "query($id: ID!) { user(id: $id) { username email emailVerified isActive }
        node(id: $id) { id ... on User { email } } }";
    let id = || json!({ "id": ann.id });
    for who in [None, Some(&bob)] {
        let user = json!({ "username": "ann", "email": null, "emailVerified": null,
            "isActive": null });
        let node = json!({ "id": ann.id, "email": null });
        let seen = app.send(who, query, id()).await.data();
        assert_eq!(seen, json!({ "user": user, "node": node }));
    }
    for who in [&ann, &staff, &root] {
        let user = json!({ "username": "ann", "email": "ann@example.org", "emailVerified": false,
            "isActive": true });
        let node = json!({ "id": ann.id, "email": "ann@example.org" });
        let seen = app.send(who, query, id()).await.data();
        assert_eq!(seen, json!({ "user": user, "node": node }));
    }
    let viewer = app.send(None, "{ viewer { user { id } } }", json!({})).await;
    assert_eq!(viewer.data(), json!({ "viewer": null }));
}

#[rstest]
#[tokio::test]
async fn one_refusal_does_not_blank_the_page(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ann) = (app.organizer("olu").await, app.attendee("ann").await);
    let event = app.event(&olu, json!({})).await;
    let query = "query($id: ID!, $bad: ID!) { users { totalCount } user(id: $bad) { id }
        node(id: $bad) { id }
        event(id: $id) { title attendees { totalCount } registrations { totalCount } } }";
    let reply = app.send(&ann, query, json!({ "id": event, "bad": "nonsense" })).await;
    assert_eq!(reply.status, 200);
    let event = json!({ "title": "Concert", "attendees": null, "registrations": null });
    let data = json!({ "users": null, "user": null, "node": null, "event": event });
    assert_eq!(reply.json()["data"], data);
    let mut told: Vec<(String, Value)> = reply.json()["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| (error["path"].to_string(), error["extensions"]["code"].clone()))
        .collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    let expected = [
        (r#"["event","attendees"]"#, "FORBIDDEN"),
        (r#"["event","registrations"]"#, "FORBIDDEN"),
        (r#"["node"]"#, "BAD_REQUEST"),
        (r#"["user"]"#, "BAD_REQUEST"),
        (r#"["users"]"#, "FORBIDDEN"),
    ];
    assert_eq!(told, expected.map(|(path, code)| (path.to_owned(), json!(code))));
}
