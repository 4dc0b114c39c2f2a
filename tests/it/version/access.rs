//! Who reads an event's history and rolls it back, a row a test case.

use rstest::rstest;
use serde_json::json;

use crate::event::scene::{Cast, WHO, outcome};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const ROLLBACK: &str = "mutation($id: ID!) { rollbackEvent(input: { id: $id, toVersion: 1 }) {
    event { title } userErrors { code message field } } }";

#[rstest]
#[case::versions("versions { nodes { number snapshot } }")]
#[case::version_at("versionAt(number: 1) { snapshot }")]
#[case::diff("diff(from: 1, to: 2) { field }")]
#[tokio::test]
async fn collaborators_staff_and_admins_read_the_history(
    #[case] field: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    let query = format!("query($id: ID!) {{ event(id: $id) {{ title version {field} }} }}");
    for who in WHO {
        let reply = app.send(cast.get(who), &query, json!({ "id": event })).await;
        let json = reply.json();
        // Everybody sees which version it is, and the rest of the page.
        assert_eq!(json["data"]["event"]["version"], 2, "{who}");
        let name = field.split(['(', ' ']).next().unwrap();
        let value = &json["data"]["event"][name];
        match who {
            "anonymous" => assert_eq!(reply.codes(), ["UNAUTHENTICATED"]),
            "attendee" | "registrant" | "waitlisted" => {
                assert_eq!(reply.codes(), ["FORBIDDEN"], "{who}");
            }
            _ => assert_eq!(json.get("errors"), None, "{who}"),
        }
        assert_eq!(value.is_null(), json.get("errors").is_some(), "{who}: {json:#}");
    }
}

#[rstest]
#[case::public(json!({}), "UNAUTHENTICATED", "FORBIDDEN", "FORBIDDEN")]
#[case::private(json!({ "visibility": "PRIVATE" }), "UNAUTHENTICATED", "NOT_FOUND id", "FORBIDDEN")]
#[case::draft(json!({ "publish": false }), "UNAUTHENTICATED", "NOT_FOUND id", "NOT_FOUND id")]
#[tokio::test]
async fn editors_owner_and_admins_roll_back(
    #[case] changes: serde_json::Value,
    #[case] anonymous: &str,
    #[case] attendee: &str,
    #[case] registrant: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let mut event = cast.stage(&app, changes.clone()).await;
    for who in WHO {
        let before = cast.state(&app, &event).await;
        let reply = app.send(cast.get(who), ROLLBACK, json!({ "id": event })).await;
        let expected = match who {
            "anonymous" => anonymous,
            "attendee" => attendee,
            "registrant" | "waitlisted" => registrant,
            "editor" | "owner" | "admin" => "done",
            _ => "FORBIDDEN",
        };
        assert_eq!(outcome(&reply), expected, "{who}");
        let after = cast.state(&app, &event).await;
        assert_eq!(after == before, expected != "done", "{who}");
        if expected == "done" {
            assert_eq!(after["capacity"], json!(null));
            event = cast.stage(&app, changes.clone()).await;
        }
    }
}
