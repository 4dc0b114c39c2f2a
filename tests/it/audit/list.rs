//! Filters and pages of the log.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};
use turnout::kernel::clock::Clock;

use crate::audit::LOG;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// Two admins; root makes bob STAFF, then ORGANIZER, and a minute later disables carl; eve enables him.
async fn told(on: Database) -> (TestApp, Person, [Person; 3]) {
    let app = TestApp::start(on).await;
    let (root, eve) = (app.admin("root").await, app.admin("eve").await);
    let (bob, carl) = (app.attendee("bob").await, app.attendee("carl").await);
    app.update_user(&root, &bob.id, json!({ "role": "STAFF" })).await.done();
    app.update_user(&root, &bob.id, json!({ "role": "ORGANIZER" })).await.done();
    app.advance(TimeDelta::minutes(1));
    app.update_user(&root, &carl.id, json!({ "isActive": false })).await.done();
    app.update_user(&eve, &carl.id, json!({ "isActive": true })).await.done();
    (app, root, [eve, bob, carl])
}

#[rstest]
#[tokio::test]
async fn filters_narrow_it_and_its_count(#[values(Sqlite, Postgres)] on: Database) {
    let (app, root, [eve, bob, carl]) = told(on).await;
    let (role, off, on_) = ("user.role_changed", "user.disabled", "user.enabled");
    let halfway = app.clock.now() - TimeDelta::seconds(30);
    for (filter, expected) in [
        (json!({}), vec![on_, off, role, role]),
        (json!({ "actorId": root.id }), vec![off, role, role]),
        (json!({ "actorId": eve.id }), vec![on_]),
        (json!({ "actorId": bob.id }), vec![]),
        (json!({ "subjectId": bob.id }), vec![role, role]),
        (json!({ "subjectId": carl.id, "actorId": root.id }), vec![off]),
        (json!({ "subjectId": carl.id.replace("user_", "event_") }), vec![]),
        (json!({ "action": role }), vec![role, role]),
        (json!({ "action": "user" }), vec![]),
        (json!({ "action": "\0" }), vec![]),
        (json!({ "from": halfway.to_rfc3339() }), vec![on_, off]),
        (json!({ "before": halfway.to_rfc3339() }), vec![role, role]),
        (json!({ "from": halfway.to_rfc3339(), "action": off }), vec![off]),
    ] {
        assert_eq!(app.actions(&root, filter.clone()).await, expected, "{filter}");
        let counted = app.send(&root, LOG, json!({ "filter": filter })).await;
        assert_eq!(counted.at("auditLog.totalCount"), expected.len());
    }
}

#[rstest]
#[tokio::test]
async fn it_is_walked_to_its_end_and_back(#[values(Sqlite, Postgres)] on: Database) {
    let (app, root, _) = told(on).await;
    let page = async |variables: Value| {
        let page = app.send(&root, LOG, variables).await.at("auditLog");
        let nodes = page["nodes"].as_array().unwrap().clone();
        let ids: Vec<String> =
            nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect();
        (ids, page["pageInfo"].clone())
    };
    let (all, _) = page(json!({})).await;
    assert_eq!(all.len(), 4);
    let (first, info) = page(json!({ "first": 3 })).await;
    assert_eq!((first.as_slice(), &info["hasNextPage"]), (&all[..3], &json!(true)));
    let (rest, info) = page(json!({ "first": 3, "after": info["endCursor"] })).await;
    assert_eq!((rest.as_slice(), &info["hasNextPage"]), (&all[3..], &json!(false)));
    let (back, info) = page(json!({ "last": 2, "before": info["startCursor"] })).await;
    assert_eq!((back.as_slice(), &info["hasPreviousPage"]), (&all[1..3], &json!(true)));
    let (end, _) = page(json!({ "last": 1 })).await;
    assert_eq!(end, all[3..]);
}

#[rstest]
#[tokio::test]
async fn what_makes_no_sense_is_a_bad_request(#[values(Sqlite, Postgres)] on: Database) {
    let (app, root, [_, bob, _]) = told(on).await;
    let cursor = app.send(&root, LOG, json!({})).await.text("auditLog.edges.0.cursor");
    for bad in [
        json!({ "first": 0 }),
        json!({ "first": 1, "last": 1 }),
        json!({ "after": cursor, "filter": { "action": "user.erased" } }),
        json!({ "filter": { "actorId": "nobody" } }),
        json!({ "filter": { "actorId": bob.id.replace("user_", "event_") } }),
        json!({ "filter": { "subjectId": "\0" } }),
    ] {
        let reply = app.send(&root, LOG, bad.clone()).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{bad}");
        assert_eq!(reply.json()["data"], json!({ "auditLog": null }));
    }
}

#[rstest]
#[tokio::test]
async fn a_page_with_its_actors_takes_three_statements(#[values(Sqlite, Postgres)] on: Database) {
    let (app, root, _) = told(on).await;
    let asked = "{ auditLog { nodes { action actor { username } } } }";
    let (reply, statements) = app.statements_of(app.send(&root, asked, json!({}))).await;
    assert_eq!(reply.at("auditLog.nodes.0.actor.username"), "eve");
    assert_eq!(statements.len(), 3, "{statements:#?}");
}
