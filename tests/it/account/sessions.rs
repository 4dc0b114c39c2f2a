//! Seeing and ending one's own sessions.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::domain::account;
use turnout::entity::{refresh_token, session};

use crate::account::{PASSWORD, SIGN_IN, Session, assert_denied};
use crate::support::app::post;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const SESSIONS: &str = "{ viewer { sessions { id isCurrent userAgent ipAddress createdAt lastUsedAt
    expiresAt } } }";
const REVOKE: &str = "mutation($id: ID!) { revokeSession(input: { sessionId: $id }) {
    revokedSessionId userErrors { code message field } } }";
const REVOKE_ALL: &str = "mutation { revokeAllSessions { revokedCount
    userErrors { code message field } } }";

async fn seen(app: &TestApp, person: &Person) -> Vec<Value> {
    app.send(person, SESSIONS, json!({})).await.at("viewer.sessions").as_array().unwrap().clone()
}

fn id(session: &Value) -> &str {
    session["id"].as_str().unwrap()
}

#[rstest]
#[tokio::test]
async fn live_sessions_are_seen_with_device_and_address(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("REFRESH_TOKEN_TTL", "1h")]).await;
    let first = app.signed_up("ann@example.org").await;
    app.signed_up("bob@example.org").await;
    let variables = json!({ "login": "ann", "password": PASSWORD });
    let body = json!({ "query": SIGN_IN, "variables": variables }).to_string();
    let mut request = TestApp::from("203.0.113.7:4711", post(None, body));
    request.headers_mut().insert("user-agent", "Phone/1".parse().unwrap());
    let phone = Session::of(&app.request(request).await);
    let sessions = seen(&app, &phone.person).await;
    assert_eq!(sessions.len(), 2);
    let (latest, oldest) = (&sessions[0], &sessions[1]);
    assert_eq!((&latest["isCurrent"], &oldest["isCurrent"]), (&json!(true), &json!(false)));
    assert_eq!(
        (&latest["userAgent"], &latest["ipAddress"]),
        (&json!("Phone/1"), &json!("203.0.113.7"))
    );
    assert_eq!(seen(&app, &first.person).await[0]["isCurrent"], false);

    // Refreshed from elsewhere it is known by that; and what is over is not seen.
    app.advance(TimeDelta::minutes(50));
    let refreshed = app.refreshed(&first).await;
    app.advance(TimeDelta::minutes(20));
    let again = app.refreshed(&refreshed).await;
    let sessions = seen(&app, &again.person).await;
    assert_eq!(sessions.iter().map(id).collect::<Vec<_>>(), [id(oldest)]);
    assert_eq!(sessions[0]["createdAt"], oldest["createdAt"]);
    assert!(sessions[0]["lastUsedAt"].as_str() > oldest["lastUsedAt"].as_str());
}

#[rstest]
#[tokio::test]
async fn one_ends_ones_own_and_no_others(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let lost = app.signed_up("ann@example.org").await;
    let kept = app.signed_in("ann").await;
    let bob = app.signed_up("bob@example.org").await;
    let sessions = seen(&app, &kept.person).await;
    let lost_id = id(&sessions[1]);
    for who in [&bob.person, &app.admin("root").await] {
        let refused = app.send(who, REVOKE, json!({ "id": lost_id })).await;
        assert_eq!(refused.refusals(), ["NOT_FOUND sessionId"]);
    }
    assert_denied(&app.send(None, REVOKE, json!({ "id": lost_id })).await, "UNAUTHENTICATED");
    assert!(app.is_live(&lost.person.token).await);

    let ended = app.send(&kept.person, REVOKE, json!({ "id": lost_id })).await.done();
    assert_eq!(ended["revokedSessionId"], lost_id);
    assert!(!app.is_live(&lost.person.token).await);
    let reply = app.try_refresh(&lost.refresh_token).await;
    assert_eq!(reply.refusals(), ["INVALID_TOKEN refreshToken"]);
    assert!(app.is_live(&kept.person.token).await && app.is_live(&bob.person.token).await);
    let again = app.send(&kept.person, REVOKE, json!({ "id": lost_id })).await;
    assert_eq!(again.refusals(), ["NOT_FOUND sessionId"]);
    let other = app.send(&kept.person, REVOKE, json!({ "id": kept.person.id })).await;
    assert_eq!(other.refusals(), ["INVALID sessionId"]);
    assert_eq!(seen(&app, &kept.person).await.len(), 1);
}

#[rstest]
#[tokio::test]
async fn all_of_them_end_with_the_current_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let first = app.signed_up("ann@example.org").await;
    let second = app.signed_in("ann").await;
    let bob = app.signed_up("bob@example.org").await;
    assert_denied(&app.send(None, REVOKE_ALL, json!({})).await, "UNAUTHENTICATED");
    let ended = app.send(&second.person, REVOKE_ALL, json!({})).await.done();
    assert_eq!(ended["revokedCount"], 2);
    for session in [&first, &second] {
        assert!(!app.is_live(&session.person.token).await);
        let reply = app.try_refresh(&session.refresh_token).await;
        assert_eq!(reply.refusals(), ["INVALID_TOKEN refreshToken"]);
    }
    assert!(app.is_live(&bob.person.token).await);
    assert!(app.is_live(&app.signed_in("ann").await.person.token).await);
}

#[rstest]
#[tokio::test]
async fn a_session_is_a_node_for_its_owner_alone(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await;
    let other = app.signed_in("ann").await;
    let root = app.admin("root").await;
    let sessions = seen(&app, &ann.person).await;
    let ids = json!({ "id": id(&sessions[0]), "ids": [id(&sessions[0]), id(&sessions[1])] });
    let node = "query($id: ID!, $ids: [ID!]!) { node(id: $id) { id ... on Session { isCurrent } }
        nodes(ids: $ids) { id } }";
    for who in [None, Some(&root)] {
        let seen = app.send(who, node, ids.clone()).await.data();
        assert_eq!(seen, json!({ "node": null, "nodes": [null, null] }));
    }
    let asked = app.send(&ann.person, node, ids.clone());
    let (reply, statements) = app.statements_of(asked).await;
    let own = json!({ "id": ids["id"], "isCurrent": false });
    assert_eq!(reply.at("node"), own);
    assert_eq!(reply.at("nodes.1.id"), id(&sessions[1]));
    assert_eq!(statements.len(), 2, "who asks, and the sessions: {statements:#?}");
    app.send(&other.person, REVOKE_ALL, json!({})).await.done();
    let back = app.signed_in("ann").await;
    assert_eq!(app.send(&back.person, node, ids).await.at("node"), Value::Null);
}

#[rstest]
#[tokio::test]
async fn what_ended_long_ago_is_swept_and_the_living_go_on(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("REFRESH_TOKEN_TTL", "40d")]).await;
    let mut ann = app.signed_up("ann@example.org").await;
    let gone = app.signed_in("ann").await;
    app.send(&gone.person, "mutation { signOut { signedOut userErrors { code } } }", json!({}))
        .await
        .done();
    let counts = async || {
        let on = app.core.db.begin().await.unwrap();
        account::sweep(&app.core, &on).await.unwrap();
        on.commit().await.unwrap();
        let read = app.core.db.read();
        (
            session::Entity::find().count(read).await.unwrap(),
            refresh_token::Entity::find().count(read).await.unwrap(),
        )
    };
    assert_eq!(counts().await, (2, 2));
    for expected in [(2, 3), (1, 3), (1, 3), (1, 3)] {
        app.advance(TimeDelta::days(25));
        ann = app.refreshed(&ann).await;
        assert_eq!(counts().await, expected);
    }
    // The first tokens are gone: one of them is unknown, and ends nothing.
    ann = app.refreshed(&ann).await;
    assert!(app.is_live(&ann.person.token).await);
    app.advance(TimeDelta::days(71));
    assert_eq!(counts().await, (0, 0));
}
