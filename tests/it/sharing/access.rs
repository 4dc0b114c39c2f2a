//! Who shares, changes roles, takes back and hands on; who sees with whom; a row a test case.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::{Cast, WHO, outcome};
use crate::sharing::{change, remove, share, shown, transfer, withdraw};
use crate::support::{Database, Postgres, Sqlite, TestApp};

const INVITED: &str = "cid@example.org";

#[rstest]
//                                              anon att  reg  wait view chek edit own  staf adm
#[case::public(json!({}),                      "anon forb forb forb forb forb forb done forb done")]
#[case::unlisted(json!({ "visibility": "UNLISTED" }),
                                               "anon forb forb forb forb forb forb done forb done")]
#[case::private(json!({ "visibility": "PRIVATE" }),
                                               "anon hide forb forb forb forb forb done forb done")]
#[case::draft(json!({ "publish": false }),     "anon hide hide hide forb forb forb done forb done")]
#[tokio::test]
async fn owner_and_admins_decide_with_whom(
    #[case] changes: Value,
    #[case] may: &str,
    #[values("share", "invite", "change", "withdraw", "remove", "transfer")] what: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let other = app.organizer("other").await;
    let fresh = async || {
        let event = cast.stage(&app, changes.clone()).await;
        let person = json!({ "email": INVITED });
        share(&app, &cast.owner, &event, person, "VIEWER").await.done();
        event
    };
    let editor = cast.get("editor").unwrap().id.clone();
    let mut event = fresh().await;
    for (who, word) in WHO.into_iter().zip(may.split_whitespace()) {
        // A collaborator may remove themself: no matter of this table.
        if (who, what) == ("editor", "remove") {
            continue;
        }
        let before = (shown(&app, &cast.owner, &event).await, cast.state(&app, &event).await);
        let Some(person) = cast.get(who) else {
            let query = "mutation($id: ID!) { removeCollaborator(input: { eventId: $id,
                userId: $id }) { removedUserId userErrors { code message field } } }";
            let reply = app.send(None, query, json!({ "id": event })).await;
            assert_eq!(reply.codes(), ["UNAUTHENTICATED"]);
            continue;
        };
        let reply = match what {
            "share" => share(&app, person, &event, json!({ "id": other.id }), "VIEWER").await,
            "invite" => {
                let person_to_invite = json!({ "email": "new@example.org" });
                share(&app, person, &event, person_to_invite, "VIEWER").await
            }
            "change" => change(&app, person, &event, &editor, "VIEWER").await,
            "withdraw" => withdraw(&app, person, &event, INVITED).await,
            "remove" => remove(&app, person, &event, &editor).await,
            _ => transfer(&app, person, &event, &other.id).await,
        };
        let expected = match word {
            "done" => "done",
            "forb" => "FORBIDDEN",
            "hide" => "NOT_FOUND eventId",
            other => panic!("no such word: {other}"),
        };
        assert_eq!(outcome(&reply), expected, "{who}: {what}");
        let admin = &cast.admin;
        let after = (shown(&app, admin, &event).await, cast.state(&app, &event).await);
        assert_eq!(after == before, word != "done", "{who}: {what}");
        if word == "done" {
            event = fresh().await;
        }
    }
}

#[rstest]
#[tokio::test]
async fn collaborators_staff_and_admins_see_with_whom(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    let query = "query($id: ID!) { event(id: $id) { title viewerRole
        collaborators { user { username email } role } } }";
    for who in WHO {
        let reply = app.send(cast.get(who), query, json!({ "id": event })).await;
        let found = reply.json()["data"]["event"].clone();
        assert_eq!(found["title"], "Concert", "{who}");
        match who {
            "anonymous" => assert_eq!(reply.codes(), ["UNAUTHENTICATED"]),
            "attendee" | "registrant" | "waitlisted" => {
                assert_eq!(reply.codes(), ["FORBIDDEN"], "{who}");
            }
            _ => {
                assert_eq!(reply.json().get("errors"), None, "{who}");
                assert_eq!(found["collaborators"].as_array().unwrap().len(), 3);
            }
        }
        assert_eq!(found["collaborators"].is_null(), reply.json().get("errors").is_some(), "{who}");
        let role = match who {
            "viewer" => json!("VIEWER"),
            "check-in" => json!("CHECK_IN"),
            "editor" => json!("EDITOR"),
            "owner" => json!("OWNER"),
            // Platform roles are nothing that an event was shared as.
            _ => json!(null),
        };
        assert_eq!(found["viewerRole"], role, "{who}");
    }
}
