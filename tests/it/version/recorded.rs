//! What is written: a version for each change, numbered without a gap, in the change's transaction.

use rstest::rstest;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use turnout::entity::event_version::{Column, Entity, Model};
use turnout::entity::{event, word::VersionChange};
use turnout::kernel::id::EventId;

use crate::event::scene::{CANCEL, DELETE, PUBLISH, RESTORE};
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// The stored versions of an event, oldest first.
async fn versions(app: &TestApp, event: &str) -> Vec<Model> {
    Entity::find()
        .filter(Column::EventId.eq(EventId::parse(event).unwrap()))
        .order_by_asc(Column::Number)
        .all(app.core.db.read())
        .await
        .unwrap()
}

async fn row(app: &TestApp, event: &str) -> event::Model {
    let id = EventId::parse(event).unwrap();
    event::Entity::find_by_id(id).one(app.core.db.read()).await.unwrap().unwrap()
}

fn changes(versions: &[Model]) -> Vec<(i32, VersionChange)> {
    versions.iter().map(|version| (version.number, version.change)).collect()
}

fn snapshot(version: &Model) -> Value {
    serde_json::from_str(&version.snapshot).unwrap()
}

#[rstest]
#[tokio::test]
async fn every_change_of_a_life_is_a_version(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let event = app.event(&olu, json!({ "publish": false })).await;
    app.update_event(&olu, &event, json!({ "title": "Ball", "capacity": 9 })).await.done();
    for (who, operation) in [(&olu, PUBLISH), (&olu, CANCEL), (&root, DELETE), (&root, RESTORE)] {
        app.send(who, operation, json!({ "id": event })).await.done();
    }
    let made = versions(&app, &event).await;
    let expected = [
        VersionChange::Created,
        VersionChange::Updated,
        VersionChange::Published,
        VersionChange::Cancelled,
        VersionChange::Deleted,
        VersionChange::Restored,
    ];
    assert_eq!(changes(&made), (1..).zip(expected).collect::<Vec<_>>());
    let actors: Vec<_> = made.iter().map(|version| version.actor_id.unwrap()).collect();
    assert_eq!(actors, [[olu.user_id; 4].as_slice(), &[root.user_id; 2]].concat());
    let current = row(&app, &event).await;
    assert_eq!((current.version, current.updated_at), (6, made[5].created_at));
    assert_eq!(snapshot(&made[0])["title"], "Concert");
    assert_eq!(snapshot(&made[1])["capacity"], 9);
    assert_eq!(snapshot(&made[2])["status"], "PUBLISHED");
}

#[rstest]
#[tokio::test]
async fn what_changes_nothing_makes_no_version(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    app.update_event(&olu, &event, json!({ "title": "Concert" })).await.done();
    app.send(&olu, PUBLISH, json!({ "id": event })).await.done();
    app.update_event(&olu, &event, json!({ "capacity": 0 })).await.refusals();
    let registration = app.registered(&ada, &event, 2).await;
    app.cancel(&ada, &registration).await.done();
    assert_eq!(changes(&versions(&app, &event).await), [(1, VersionChange::Created)]);
    assert_eq!(row(&app, &event).await.version, 1);
}

/// As an older server makes it: with no word of versions.
#[rstest]
#[tokio::test]
async fn an_event_from_before_gets_its_first_version_with_its_first_change(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    let transaction = app.core.db.begin().await.unwrap();
    transaction.execute_unprepared("DELETE FROM event_versions").await.unwrap();
    transaction.execute_unprepared("UPDATE events SET version = 0").await.unwrap();
    transaction.commit().await.unwrap();
    app.update_event(&root, &event, json!({ "title": "Ball" })).await.done();
    let made = versions(&app, &event).await;
    let expected = [(1, VersionChange::Created), (2, VersionChange::Updated)];
    assert_eq!(changes(&made), expected);
    assert_eq!(made[0].actor_id, Some(olu.user_id));
    assert_eq!(snapshot(&made[0])["title"], "Concert");
    assert_eq!(snapshot(&made[1])["title"], "Ball");
    assert_eq!(row(&app, &event).await.version, 2);
}
