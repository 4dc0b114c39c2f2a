//! What is refused: everything at once, each fault with its path, and nothing is shared then.

use rstest::rstest;
use serde_json::{Value, json};

use crate::sharing::{change, share, share_all, shown};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn every_fault_is_told_with_its_path_and_nobody_is_shared_with(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    let with = json!([
        { "person": { "id": ada.id }, "role": "EDITOR" },
        { "person": { "id": "user_nobody" }, "role": "EDITOR" },
        { "person": { "id": event }, "role": "EDITOR" },
        { "person": { "username": "nobody" }, "role": "VIEWER" },
        { "person": { "username": "a\u{0}b" }, "role": "VIEWER" },
        { "person": { "email": "no address" }, "role": "VIEWER" },
        { "person": { "username": "ADA" }, "role": "VIEWER" },
        { "person": { "id": olu.id }, "role": "VIEWER" },
        { "person": { "email": "OLU@example.org" }, "role": "VIEWER" },
        { "person": { "email": "cid@example.org" }, "role": "OWNER" },
        { "person": { "email": "dan@example.org" }, "role": "VIEWER" },
        { "person": { "email": "Dan@Example.org" }, "role": "VIEWER" },
        { "person": { "username": "nobody" }, "role": "OWNER" },
    ]);
    let reply = share_all(&app, &olu, &event, with).await;
    let expected = [
        "INVALID with.1.person.id",
        "INVALID with.2.person.id",
        "NOT_FOUND with.3.person.username",
        "NOT_FOUND with.4.person.username",
        "INVALID with.5.person.email",
        "INVALID with.6.person.username",
        "INVALID with.7.person.id",
        "INVALID with.8.person.email",
        "INVALID with.9.role",
        "INVALID with.11.person.email",
        "INVALID with.12.role",
        "NOT_FOUND with.12.person.username",
    ];
    assert_eq!(reply.refusals(), expected);
    let payload = reply.payload();
    assert_eq!(
        (&payload["event"], &payload["collaborators"], &payload["invitations"]),
        (&json!(null), &json!([]), &json!([]))
    );
    assert_eq!(shown(&app, &olu, &event).await, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn nobody_and_too_many_are_refused(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let crowd = |count: usize| -> Value {
        (0..count)
            .map(
                |n| json!({ "person": { "email": format!("p{n}@example.org") }, "role": "VIEWER" }),
            )
            .collect()
    };
    assert_eq!(share_all(&app, &olu, &event, crowd(0)).await.refusals(), ["INVALID with"]);
    let reply = share_all(&app, &olu, &event, crowd(101)).await;
    assert_eq!(reply.codes(), ["LIMIT_EXCEEDED"]);
    assert_eq!(shown(&app, &olu, &event).await.len(), 0);
    share_all(&app, &olu, &event, crowd(100)).await.done();
    assert_eq!(shown(&app, &olu, &event).await.len(), 100);
}

#[rstest]
#[tokio::test]
async fn an_admin_shares_neither_with_themself_nor_with_the_owner(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    for person in [
        json!({ "id": olu.id }),
        json!({ "email": olu.email }),
        json!({ "id": root.id }),
        json!({ "email": root.email }),
    ] {
        let reply = share(&app, &root, &event, person.clone(), "VIEWER").await;
        let field = person.as_object().unwrap().keys().next().unwrap().clone();
        assert_eq!(reply.refusals(), [format!("INVALID with.0.person.{field}")]);
    }
    assert_eq!(shown(&app, &root, &event).await, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn accounts_that_ended_are_nobody(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada, ben, root) = (
        app.organizer("olu").await,
        app.attendee("ada").await,
        app.attendee("ben").await,
        app.admin("root").await,
    );
    let event = app.event(&olu, json!({})).await;
    let disable = "mutation($id: ID!) { updateUser(input: { id: $id, isActive: false }) {
        user { id } userErrors { code } } }";
    app.send(&root, disable, json!({ "id": ada.id })).await.done();
    let erase = "mutation($id: ID!) { deleteUser(input: { id: $id }) {
        deletedUserId userErrors { code } } }";
    app.send(&root, erase, json!({ "id": ben.id })).await.done();
    for person in [&ada, &ben] {
        let reply = share(&app, &olu, &event, json!({ "id": person.id }), "EDITOR").await;
        assert_eq!(reply.refusals(), ["NOT_FOUND with.0.person.id"]);
    }
    assert_eq!(shown(&app, &olu, &event).await, [""; 0]);
}

#[rstest]
#[tokio::test]
async fn nobody_becomes_owner_by_a_share_and_the_owner_stays_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({})).await;
    share(&app, &olu, &event, json!({ "id": ada.id }), "EDITOR").await.done();
    let reply = share(&app, &olu, &event, json!({ "id": ada.id }), "OWNER").await;
    assert_eq!(reply.refusals(), ["INVALID with.0.role"]);
    assert_eq!(change(&app, &olu, &event, &ada.id, "OWNER").await.refusals(), ["INVALID role"]);
    let reply = change(&app, &olu, &event, &olu.id, "EDITOR").await;
    assert_eq!(reply.refusals(), ["INVALID userId"]);
    let both = change(&app, &olu, &event, &olu.id, "OWNER").await;
    assert_eq!(both.refusals(), ["INVALID role", "INVALID userId"]);
    assert_eq!(shown(&app, &olu, &event).await, ["ada EDITOR"]);
}
