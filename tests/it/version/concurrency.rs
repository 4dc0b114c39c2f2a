//! Many editors at once: no edit is lost, and the numbers have no gap.

use std::sync::Arc;

use rstest::rstest;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use turnout::domain::version;
use turnout::entity::word::{CollaboratorRole, VersionChange};
use turnout::entity::{event, event_version};
use turnout::kernel::id::EventId;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const EDITORS: usize = 50;
const EDITS_EACH: usize = 20;

/// Requests under way at once: as many as the server has connections. More would only wait for one, and
/// come too late when they get it.
const AT_ONCE: usize = 4;

const EDIT: &str = "mutation($input: UpdateEventInput!) { updateEvent(input: $input) {
    event { version description } userErrors { code } } }";

/// Adds `mark` to the description, from the version that the editor knows; where somebody else was
/// first, to what the answer shows. Gives what the editor knows then.
async fn add(app: &TestApp, editor: &Person, event: &str, mark: &str, known: Value) -> Value {
    let mut known = known;
    loop {
        let text = format!("{} {mark}", known["description"].as_str().unwrap());
        let input =
            json!({ "id": event, "expectedVersion": known["version"], "description": text });
        let payload = app.send(editor, EDIT, json!({ "input": input })).await.payload();
        known = payload["event"].clone();
        match payload["userErrors"][0]["code"].as_str() {
            None => return known,
            Some(code) => assert_eq!(code, "STALE_VERSION", "{payload:#}"),
        }
    }
}

async fn stored(app: &TestApp, event: &str) -> Vec<event_version::Model> {
    event_version::Entity::find()
        .filter(event_version::Column::EventId.eq(EventId::parse(event).unwrap()))
        .order_by_asc(event_version::Column::Number)
        .all(app.core.db.read())
        .await
        .unwrap()
}

fn description(version: &event_version::Model) -> String {
    let snapshot: Value = serde_json::from_str(&version.snapshot).unwrap();
    snapshot["description"].as_str().unwrap().to_owned()
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_editors_make_a_thousand_edits_and_none_is_lost(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let (turns, mut crowd) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    for number in 0..EDITORS {
        let editor = app.attendee(&format!("editor{number}")).await;
        app.share(&event, &editor, CollaboratorRole::Editor).await;
        let (app, turns, event) = (Arc::clone(&app), Arc::clone(&turns), event.clone());
        crowd.spawn(async move {
            let mut known = json!({ "version": 1, "description": "" });
            for edit in 0..EDITS_EACH {
                let _turn = turns.acquire().await.unwrap();
                known = add(&app, &editor, &event, &format!("{number}.{edit}"), known).await;
            }
            editor.user_id
        });
    }
    let editors = crowd.join_all().await;
    let versions = stored(&app, &event).await;
    let all = i32::try_from(EDITORS * EDITS_EACH + 1).unwrap();
    let numbers: Vec<i32> = versions.iter().map(|version| version.number).collect();
    assert_eq!(numbers, (1..=all).collect::<Vec<_>>());
    // Each version holds all that was there before, and one mark more.
    for pair in versions.windows(2) {
        let (before, after) = (description(&pair[0]), description(&pair[1]));
        assert_eq!(after.rsplit_once(' ').unwrap().0, before, "version {}", pair[1].number);
    }
    let mut marks: Vec<String> =
        description(versions.last().unwrap()).split_whitespace().map(str::to_owned).collect();
    marks.sort();
    let mut expected: Vec<String> = (0..EDITORS)
        .flat_map(|number| (0..EDITS_EACH).map(move |edit| format!("{number}.{edit}")))
        .collect();
    expected.sort();
    assert_eq!(marks, expected);
    for editor in editors {
        let own = versions.iter().filter(|version| version.actor_id == Some(editor)).count();
        assert_eq!(own, EDITS_EACH);
    }
}

/// What not to do: read the event without its lock, then change it.
#[tokio::test]
async fn without_the_lock_two_write_the_same_version_and_the_key_refuses_it() {
    let app = TestApp::start(Postgres).await;
    let olu = app.organizer("olu").await;
    let id = EventId::parse(&app.event(&olu, json!({})).await).unwrap();
    let both = (app.core.db.begin().await.unwrap(), app.core.db.begin().await.unwrap());
    let mut seen = Vec::new();
    for on in [&both.0, &both.1] {
        seen.push(event::Entity::find_by_id(id).one(on).await.unwrap().unwrap());
    }
    let change = VersionChange::Updated;
    let renamed = |title: &str, standing: &event::Model| {
        let mut row = event::ActiveModel::from(standing.clone());
        row.title = Set(title.to_owned());
        row
    };
    let (row, other) = (renamed("Ball", &seen[0]), renamed("Gala", &seen[1]));
    version::amend(&app.core, &both.0, olu.user_id, change, &seen[0], row).await.unwrap();
    both.0.commit().await.unwrap();
    let second = version::amend(&app.core, &both.1, olu.user_id, change, &seen[1], other).await;
    let fault = format!("{:?}", second.unwrap_err());
    assert!(fault.contains("event_versions_pkey"), "{fault}");
}
