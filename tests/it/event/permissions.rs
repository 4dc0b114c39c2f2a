//! The table of who may see and do what with an event, a row a test case.

use rstest::rstest;
use serde_json::{Value, json};

use crate::event::scene::{CANCEL, Cast, DELETE, ONE, PUBLISH, RENAME, RESTORE, WHO, outcome};
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// The words of a row, one for each of [`WHO`].
#[track_caller]
fn row(text: &str) -> Vec<(&'static str, &str)> {
    let words: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(words.len(), WHO.len(), "{text}");
    WHO.into_iter().zip(words).collect()
}

#[rstest]
//                                                     anon att reg wai vie che edi own sta adm
#[case::public(json!({}), false,                      "yes yes yes yes yes yes yes yes yes yes")]
#[case::unlisted(json!({ "visibility": "UNLISTED" }), false,
                                                      "yes yes yes yes yes yes yes yes yes yes")]
#[case::private(json!({ "visibility": "PRIVATE" }), false,
                                                      "no  no  yes yes yes yes yes yes yes yes")]
#[case::public_draft(json!({ "publish": false }), false,
                                                      "no  no  no  no  yes yes yes yes yes yes")]
#[case::private_draft(json!({ "publish": false, "visibility": "PRIVATE" }), false,
                                                      "no  no  no  no  yes yes yes yes yes yes")]
#[case::cancelled(json!({}), true,                    "yes yes yes yes yes yes yes yes yes yes")]
#[case::private_cancelled(json!({ "visibility": "PRIVATE" }), true,
                                                      "no  no  yes yes yes yes yes yes yes yes")]
#[tokio::test]
async fn who_sees_an_event(
    #[case] changes: Value,
    #[case] is_cancelled: bool,
    #[case] seen: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, changes).await;
    if is_cancelled {
        app.send(&cast.owner, CANCEL, json!({ "id": event })).await.done();
    }
    for (who, seen) in row(seen) {
        let data = app.send(cast.get(who), ONE, json!({ "id": event })).await.data();
        let expected = if seen == "yes" {
            json!({ "event": { "title": "Concert" }, "node": { "id": event } })
        } else {
            json!({ "event": null, "node": null })
        };
        assert_eq!(data, expected, "{who}");
    }
}

/// What the words in the tables stand for.
fn answer(word: &str) -> &'static str {
    match word {
        "done" => "done",
        "anon" => "UNAUTHENTICATED",
        "forb" => "FORBIDDEN",
        "hide" => "NOT_FOUND id",
        other => panic!("no such word: {other}"),
    }
}

/// Lets everybody try; a refusal changes nothing, and a success is undone by a fresh event.
async fn everybody_tries(on: Database, mutation: &str, changes: Value, prepare: &str, may: &str) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let fresh = async || {
        let event = cast.stage(&app, changes.clone()).await;
        if !prepare.is_empty() {
            app.send(&cast.owner, prepare, json!({ "id": event })).await.done();
        }
        event
    };
    let mut event = fresh().await;
    for (who, word) in row(may) {
        let before = cast.state(&app, &event).await;
        let reply = app.send(cast.get(who), mutation, json!({ "id": event })).await;
        assert_eq!(outcome(&reply), answer(word), "{who}: {mutation}");
        let after = cast.state(&app, &event).await;
        if word == "done" {
            assert_ne!(after, before, "{who}: {mutation}");
            event = fresh().await;
        } else {
            assert_eq!(after, before, "{who}: {mutation}");
            let shown = String::from_utf8_lossy(&reply.bytes).into_owned();
            assert!(!shown.contains("Concert") && !shown.contains("PUBLISHED"), "{shown}");
        }
    }
}

#[rstest]
//                                              anon att  reg  wait view chek edit own  staf adm
#[case::public(json!({}),                      "anon forb forb forb forb forb done done forb done")]
#[case::unlisted(json!({ "visibility": "UNLISTED" }),
                                               "anon forb forb forb forb forb done done forb done")]
#[case::private(json!({ "visibility": "PRIVATE" }),
                                               "anon hide forb forb forb forb done done forb done")]
#[case::draft(json!({ "publish": false }),     "anon hide hide hide forb forb done done forb done")]
#[tokio::test]
async fn who_edits_an_event(
    #[case] changes: Value,
    #[case] may: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    everybody_tries(on, RENAME, changes, "", may).await;
}

#[rstest]
#[case::draft(json!({ "publish": false }),     "anon hide hide hide forb forb done done forb done")]
#[case::private_draft(json!({ "publish": false, "visibility": "PRIVATE" }),
                                               "anon hide hide hide forb forb done done forb done")]
#[tokio::test]
async fn who_publishes_an_event(
    #[case] changes: Value,
    #[case] may: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    everybody_tries(on, PUBLISH, changes, "", may).await;
}

#[rstest]
#[case::public(json!({}),                      "anon forb forb forb forb forb forb done forb done")]
#[case::private(json!({ "visibility": "PRIVATE" }),
                                               "anon hide forb forb forb forb forb done forb done")]
#[case::draft(json!({ "publish": false }),     "anon hide hide hide forb forb forb done forb done")]
#[tokio::test]
async fn who_cancels_and_deletes_an_event(
    #[case] changes: Value,
    #[case] may: &str,
    #[values(CANCEL, DELETE)] mutation: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    everybody_tries(on, mutation, changes, "", may).await;
}

#[rstest]
// Who may not bring it back does not learn that it ever was.
#[case::public(json!({}),                      "anon hide hide hide hide hide hide done hide done")]
#[case::draft(json!({ "publish": false }),     "anon hide hide hide hide hide hide done hide done")]
#[tokio::test]
async fn who_restores_an_event(
    #[case] changes: Value,
    #[case] may: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    everybody_tries(on, RESTORE, changes, DELETE, may).await;
}
