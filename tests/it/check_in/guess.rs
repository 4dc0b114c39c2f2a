//! Guessing the codes of tickets.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};

use crate::check_in::Door;
use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};
use crate::throttle::{ON, assert_too_often};

const UNKNOWN: &str = "EVT-0000000000-1";

async fn look(door: &Door, code: &str) -> Reply {
    let query = "query($code: String!) { ticket(code: $code) { code } }";
    door.app.send(&door.dora, query, json!({ "code": code })).await
}

#[rstest]
#[tokio::test]
async fn after_sixty_wrong_codes_a_right_one_is_refused_too_for_a_while(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open_in(TestApp::start_with(on, ON).await).await;
    for _ in 0..20 {
        assert_eq!(look(&door, UNKNOWN).await.at("ticket"), Value::Null);
        assert_eq!(door.check_in(&door.dora, UNKNOWN).await.refusals(), ["NOT_FOUND code"]);
        assert_eq!(door.undo(&door.dora, UNKNOWN).await.refusals(), ["NOT_FOUND code"]);
    }
    let code = &door.codes[0];
    assert!(assert_too_often(&door.check_in(&door.dora, code).await) <= 10);
    assert_too_often(&door.undo(&door.dora, code).await);
    let refused = look(&door, code).await;
    assert_eq!(
        (refused.codes(), refused.json()["data"]["ticket"].clone()),
        (vec!["RATE_LIMITED".to_owned()], Value::Null)
    );
    // Nobody was let in, and others are not in the way.
    assert_eq!(
        door.app
            .send(
                &door.ada,
                "query($code: String!) { ticket(code: $code) { isUsed } }",
                json!({ "code": code })
            )
            .await
            .at("ticket"),
        json!({ "isUsed": false })
    );
    door.app.advance(TimeDelta::seconds(11));
    door.check_in(&door.dora, code).await.done();
}

#[rstest]
#[tokio::test]
async fn right_codes_and_refusals_for_other_reasons_are_not_counted(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let door = Door::open_in(TestApp::start_with(on, ON).await).await;
    door.check_in(&door.dora, &door.codes[0]).await.done();
    for _ in 0..70 {
        assert_eq!(
            door.check_in(&door.dora, &door.codes[0]).await.refusals(),
            ["ALREADY_CHECKED_IN"]
        );
        door.app.advance(TimeDelta::milliseconds(50));
    }
    door.check_in(&door.dora, &door.codes[1]).await.done();
}
