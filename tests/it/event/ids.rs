//! Ids that are none, of another type, or of nothing.

use rstest::rstest;
use serde_json::json;

use crate::event::scene::{CANCEL, DELETE, ONE, PUBLISH, RENAME, RESTORE};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const UNKNOWN: &str = "event_00000000000000000000000000";

#[rstest]
#[tokio::test]
async fn mutations_tell_a_wrong_id_from_an_unknown_one(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let upper = app.event(&olu, json!({})).await.to_uppercase();
    for mutation in [RENAME, PUBLISH, CANCEL, DELETE, RESTORE] {
        for bad in [olu.id.as_str(), "nonsense", "", "event_", "event_zzz", &upper] {
            let reply = app.send(&olu, mutation, json!({ "id": bad })).await;
            assert_eq!(reply.refusals(), ["INVALID id"], "{bad}: {mutation}");
        }
        for who in [&olu, &root] {
            let reply = app.send(who, mutation, json!({ "id": UNKNOWN })).await;
            assert_eq!(reply.refusals(), ["NOT_FOUND id"], "{mutation}");
        }
        let nobody = app.send(None, mutation, json!({ "id": "nonsense" })).await;
        assert_eq!(nobody.codes(), ["UNAUTHENTICATED"]);
    }
}

#[rstest]
#[tokio::test]
async fn queries_refuse_a_wrong_id_and_find_nothing_for_an_unknown_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = "query($id: ID!) { event(id: $id) { title } }";
    for bad in [olu.id.as_str(), "nonsense", "", "event_", "event_zzz"] {
        let reply = app.send(&olu, event, json!({ "id": bad })).await;
        assert_eq!(reply.codes(), ["BAD_REQUEST"], "{bad}");
        let organizer = json!({ "filter": { "organizerId": bad } });
        let list = app.send(&olu, crate::event::scene::LIST, organizer).await;
        if bad == olu.id {
            assert_eq!(list.at("events.totalCount"), 0);
        } else {
            assert_eq!(list.codes(), ["BAD_REQUEST"], "{bad}");
        }
    }
    let none = json!({ "event": null, "node": null });
    assert_eq!(app.send(None, ONE, json!({ "id": UNKNOWN })).await.data(), none);
    let own = app.event(&olu, json!({})).await;
    let wrong_type = json!({ "filter": { "organizerId": own } });
    let list = app.send(&olu, crate::event::scene::LIST, wrong_type).await;
    assert_eq!(list.codes(), ["BAD_REQUEST"]);
}
