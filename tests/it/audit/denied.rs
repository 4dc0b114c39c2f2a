//! The log is for admins, and for nobody else.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::Role;

use crate::audit::LOG;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[case::staff(Some(Role::Staff), "FORBIDDEN")]
#[case::organizer(Some(Role::Organizer), "FORBIDDEN")]
#[case::attendee(Some(Role::Attendee), "FORBIDDEN")]
#[case::anonymous(None, "UNAUTHENTICATED")]
#[tokio::test]
async fn nobody_else_reads_it(
    #[case] role: Option<Role>,
    #[case] code: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (root, bob) = (app.admin("root").await, app.attendee("bob").await);
    app.update_user(&root, &bob.id, json!({ "role": "STAFF" })).await.done();
    let id = app.send(&root, LOG, json!({})).await.text("auditLog.nodes.0.id");
    let who = match role {
        Some(role) => Some(app.person("ann", role).await),
        None => None,
    };
    let reply = app.send(who.as_ref(), LOG, json!({})).await;
    assert_eq!((reply.status.as_u16(), reply.codes()), (200, vec![code.to_owned()]));
    assert_eq!(reply.json()["data"], json!({ "auditLog": Value::Null }));

    let node = "query($id: ID!) { node(id: $id) { id ... on AuditEntry { action } }
        nodes(ids: [$id]) { id } }";
    let seen = app.send(who.as_ref(), node, json!({ "id": id })).await.data();
    assert_eq!(seen, json!({ "node": Value::Null, "nodes": [Value::Null] }));
    let seen = app.send(&root, node, json!({ "id": id })).await.data();
    assert_eq!(seen["node"], json!({ "id": id, "action": "user.role_changed" }));
    assert_eq!(seen["nodes"], json!([{ "id": id }]));
}
