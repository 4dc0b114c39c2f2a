//! The dashboard: what the viewer owns and what was shared with them.

use rstest::rstest;
use serde_json::{Value, json};
use turnout::entity::word::CollaboratorRole;

use crate::event::scene::{CANCEL, as_made, counting, titles};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const OWN: &str =
    "query($role: [EventRole!], $filter: EventFilter, $orderBy: EventOrder) { viewer {
    events(role: $role, filter: $filter, orderBy: $orderBy) {
        totalCount nodes { title viewerRole } } } }";

async fn own(app: &TestApp, who: &Person, variables: Value) -> String {
    let mut ordered = json!({ "orderBy": as_made() });
    ordered.as_object_mut().unwrap().extend(variables.as_object().unwrap().clone());
    titles(&app.send(who, OWN, ordered).await.at("viewer.events"))
}

/// Events of bob, one shared with ada in each role, and one of ada's.
async fn shared(app: &TestApp) -> (Person, Person) {
    let (ada, bob) = (app.organizer("ada").await, app.organizer("bob").await);
    app.event(&ada, json!({ "title": "Own", "publish": false })).await;
    for (title, role) in [
        ("Look", CollaboratorRole::Viewer),
        ("Door", CollaboratorRole::CheckIn),
        ("Edit", CollaboratorRole::Editor),
    ] {
        let event = app.event(&bob, json!({ "title": title, "visibility": "PRIVATE" })).await;
        app.share(&event, &ada, role).await;
    }
    let open = app.event(&bob, json!({ "title": "Bob's" })).await;
    // To be registered is no role.
    app.registered(&ada, &open, 1).await;
    (ada, bob)
}

#[rstest]
#[tokio::test]
async fn it_holds_what_the_viewer_owns_and_was_shared(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, bob) = shared(&app).await;
    let (eve, root) = (app.attendee("eve").await, app.admin("root").await);
    let reply = app.send(&ada, OWN, json!({ "orderBy": as_made() })).await;
    let expected = json!({ "totalCount": 4, "nodes": [
        { "title": "Own", "viewerRole": "OWNER" },
        { "title": "Look", "viewerRole": "VIEWER" },
        { "title": "Door", "viewerRole": "CHECK_IN" },
        { "title": "Edit", "viewerRole": "EDITOR" },
    ] });
    assert_eq!(reply.at("viewer.events"), expected);
    assert_eq!(own(&app, &bob, json!({})).await, "Look, Door, Edit, Bob's");
    assert_eq!(own(&app, &eve, json!({})).await, "");
    // Who may do everything has not therefore part in everything.
    assert_eq!(own(&app, &root, json!({})).await, "");
    assert_eq!(app.send(None, OWN, json!({})).await.at("viewer"), Value::Null);
}

#[rstest]
#[tokio::test]
async fn it_is_narrowed_by_the_role(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, bob) = shared(&app).await;
    for (roles, found) in [
        (json!(["OWNER"]), "Own"),
        (json!(["EDITOR"]), "Edit"),
        (json!(["CHECK_IN"]), "Door"),
        (json!(["VIEWER"]), "Look"),
        (json!(["OWNER", "EDITOR"]), "Own, Edit"),
        (json!(["VIEWER", "CHECK_IN"]), "Look, Door"),
        (json!(["OWNER", "EDITOR", "CHECK_IN", "VIEWER"]), "Own, Look, Door, Edit"),
        (json!([]), ""),
        (json!(null), "Own, Look, Door, Edit"),
    ] {
        let narrowed = own(&app, &ada, json!({ "role": roles })).await;
        assert_eq!(narrowed, found, "{roles}");
    }
    assert_eq!(own(&app, &bob, json!({ "role": ["EDITOR", "VIEWER"] })).await, "");
}

#[rstest]
#[tokio::test]
async fn it_shows_every_status_and_the_past_until_a_filter_is_given(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    app.event(&olu, json!({ "title": "Past", "startsAt": "2030-01-01T00:00:00Z" })).await;
    app.event(&olu, json!({ "title": "Draft", "publish": false })).await;
    let off = app.event(&olu, json!({ "title": "Off" })).await;
    app.send(&olu, CANCEL, json!({ "id": off })).await.done();
    app.event(&olu, json!({ "title": "Open", "location": "Aba" })).await;
    for (variables, found) in [
        (json!({}), "Past, Draft, Off, Open"),
        (json!({ "filter": null }), "Past, Draft, Off, Open"),
        (json!({ "filter": {} }), "Draft, Off, Open"),
        (json!({ "filter": { "includePast": true } }), "Past, Draft, Off, Open"),
        (json!({ "filter": { "status": ["DRAFT", "CANCELLED"] } }), "Draft, Off"),
        (json!({ "filter": { "location": "aba" } }), "Open"),
        (json!({ "orderBy": { "field": "TITLE", "direction": "DESC" } }), "Past, Open, Off, Draft"),
    ] {
        assert_eq!(own(&app, &olu, variables.clone()).await, found, "{variables}");
    }
}

#[rstest]
#[tokio::test]
async fn it_is_counted_only_where_that_is_asked_for(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, _) = shared(&app).await;
    let query = "{ viewer { events(first: 2) { nodes { title } pageInfo { hasNextPage } } } }";
    let (reply, statements) = app.statements_of(app.send(&ada, query, json!({}))).await;
    assert_eq!(reply.at("viewer.events.pageInfo.hasNextPage"), true);
    assert_eq!(counting(&statements), 0, "{statements:#?}");
    let query = "{ viewer { events(first: 2) { totalCount } } }";
    let (reply, statements) = app.statements_of(app.send(&ada, query, json!({}))).await;
    assert_eq!(reply.at("viewer.events.totalCount"), 4);
    assert_eq!(counting(&statements), 1, "{statements:#?}");
}
