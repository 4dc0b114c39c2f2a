//! One scan after the other: what is let in, what is told apart, and what is taken back.

use chrono::{DateTime, TimeDelta, Utc};
use rstest::rstest;
use serde_json::{Value, json};
use turnout::kernel::clock::Clock;

use crate::check_in::Door;
use crate::support::{Database, Postgres, Sqlite};

fn instant(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

#[rstest]
#[tokio::test]
async fn a_ticket_lets_in_once_and_says_when_and_by_whom(#[values(Sqlite, Postgres)] on: Database) {
    let door = Door::open(on).await;
    let before = door.app.clock.now();
    let first = door.check_in(&door.dora, &door.codes[0]).await.done()["ticket"].clone();
    assert_eq!((&first["isUsed"], &first["code"]), (&json!(true), &json!(door.codes[0])));
    assert_eq!(first["checkedInBy"]["username"], "dora");
    assert!(instant(&first["checkedInAt"]) > before);
    assert_eq!(first["registration"]["tickets"][0]["isUsed"], true);
    assert_eq!(first["registration"]["tickets"][1]["isUsed"], false);

    let again = door.check_in(&door.olu, &door.codes[0]).await;
    assert_eq!(again.refusals(), ["ALREADY_CHECKED_IN"]);
    assert_eq!(again.payload()["ticket"], first, "it still says when and by whom");
    assert_eq!(door.used().await, [true, false]);
    door.check_in(&door.olu, &door.codes[1]).await.done();
    assert_eq!(door.used().await, [true, true]);
}

#[rstest]
#[tokio::test]
async fn a_code_is_read_as_people_write_it(#[values(Sqlite, Postgres)] on: Database) {
    let door = Door::open(on).await;
    let typed = format!("  {} ", door.codes[0].to_lowercase().replace('0', "o").replace('1', "l"));
    let ticket = door.check_in(&door.dora, &typed).await.done()["ticket"].clone();
    assert_eq!(ticket["code"], door.codes[0]);
    let bare = door.codes[1].replace('-', "");
    assert_eq!(door.check_in(&door.dora, &bare).await.done()["ticket"]["code"], door.codes[1]);
}

#[rstest]
#[tokio::test]
async fn what_is_wrong_with_a_ticket_is_told_apart(#[values(Sqlite, Postgres)] on: Database) {
    let door = Door::open(on).await;
    let other = door.app.event(&door.olu, json!({ "title": "Other" })).await;
    let (app, code) = (&door.app, door.codes[0].as_str());
    for unknown in ["EVT-0000000000-1", "nonsense", "", "EVT-\u{0}", &"9".repeat(5_000)] {
        assert_eq!(door.check_in(&door.dora, unknown).await.refusals(), ["NOT_FOUND code"]);
        assert_eq!(door.undo(&door.dora, unknown).await.refusals(), ["NOT_FOUND code"]);
    }
    let elsewhere = door.check_in_with(&door.olu, code, json!({ "eventId": other })).await;
    assert_eq!(elsewhere.refusals(), ["INVALID eventId"]);
    let malformed = door.check_in_with(&door.olu, code, json!({ "eventId": door.ada.id })).await;
    assert_eq!(malformed.refusals(), ["INVALID eventId"]);
    assert_eq!(door.used().await, [false, false]);

    // Shrunk: the last ticket is given back. Cancelled: the other one, too.
    app.resize(&door.ada, &door.registration, 1).await.done();
    assert_eq!(door.check_in(&door.dora, &door.codes[1]).await.refusals(), ["ALREADY_CANCELLED"]);
    door.check_in_with(&door.dora, code, json!({ "eventId": door.event })).await.done();
    app.cancel(&door.ada, &door.registration).await.done();
    let gone = door.check_in(&door.dora, code).await;
    assert_eq!(gone.refusals(), ["ALREADY_CANCELLED"]);
    assert_eq!(gone.payload()["ticket"], json!(null));
}

#[rstest]
#[tokio::test]
async fn a_cancelled_event_lets_nobody_in_and_a_deleted_one_is_none(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    door.check_in(&door.dora, &door.codes[0]).await.done();
    for (mutation, refusal) in
        [("cancelEvent", "EVENT_NOT_OPEN"), ("deleteEvent", "NOT_FOUND code")]
    {
        let mutation = format!(
            "mutation($id: ID!) {{ {mutation}(input: {{ id: $id }}) {{ userErrors {{ code }} }} }}"
        );
        door.app.send(&door.olu, &mutation, json!({ "id": door.event })).await.done();
        assert_eq!(door.check_in(&door.dora, &door.codes[1]).await.refusals(), [refusal]);
    }
    assert_eq!(door.undo(&door.dora, &door.codes[0]).await.refusals(), ["NOT_FOUND code"]);
}

#[rstest]
#[tokio::test]
async fn a_check_in_is_taken_back_and_the_ticket_is_good_again(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    let unused =
        json!({ "code": door.codes[0], "isUsed": false, "checkedInAt": null, "checkedInBy": null });
    assert_eq!(door.undo(&door.dora, &door.codes[0]).await.done()["ticket"], unused);
    door.check_in(&door.dora, &door.codes[0]).await.done();
    assert_eq!(door.undo(&door.olu, &door.codes[0]).await.done()["ticket"], unused);
    // The ticket forgets it, the audit log does not; it knows nothing of the first undo, which changed nothing.
    let query = "{ auditLog(filter: { action: \"ticket.check_in_undone\" }) {
        nodes { actor { username } details } } }";
    let admin = door.app.admin("root").await;
    let log = door.app.send(&admin, query, json!({})).await.at("auditLog.nodes");
    assert_eq!(log, json!([{ "actor": { "username": "olu" }, "details": { "by": door.dora.id } }]));
    assert_eq!(door.used().await, [false, false]);
    let again = door.check_in(&door.olu, &door.codes[0]).await.done()["ticket"].clone();
    assert_eq!(again["checkedInBy"]["username"], "olu");
}

#[rstest]
#[tokio::test]
async fn a_scan_that_is_reported_later_counts_from_when_it_was_made(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open(on).await;
    door.app.advance(TimeDelta::hours(30));
    let (code, now) = (door.codes[0].as_str(), door.app.clock.now());
    for impossible in [now + TimeDelta::minutes(6), now - TimeDelta::hours(31)] {
        let reply = door.check_in_with(&door.dora, code, json!({ "scannedAt": impossible })).await;
        assert_eq!(reply.refusals(), ["INVALID scannedAt"]);
    }
    assert_eq!(door.used().await, [false, false]);
    let scanned = now - TimeDelta::hours(2);
    let told = door.check_in_with(&door.dora, code, json!({ "scannedAt": scanned })).await.done();
    assert_eq!(instant(&told["ticket"]["checkedInAt"]), scanned);

    // Another device scanned it earlier still, and reports later: its bearer was let in twice, and it hears so.
    let earlier = json!({ "scannedAt": scanned - TimeDelta::hours(1) });
    let late = door.check_in_with(&door.olu, code, earlier).await;
    assert_eq!(late.refusals(), ["ALREADY_CHECKED_IN"]);
    assert_eq!(late.payload()["ticket"]["checkedInBy"]["username"], "dora");
    assert_eq!(instant(&late.payload()["ticket"]["checkedInAt"]), scanned);
}
