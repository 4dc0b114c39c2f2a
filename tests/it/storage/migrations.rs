//! Migrations go up and down, with data in place, and two processes may run them at once.

use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use turnout::config::{Config, Source};
use turnout::db::{Db, migrate};
use turnout::entity::{event, registration, user};

use crate::storage::texts;
use crate::support::{Database, Postgres, Sqlite, TestApp};

async fn connect(url: &str) -> Db {
    let config = Config::read(&Source::from_pairs(&[("DATABASE_URL", url)])).unwrap();
    Db::connect(&config.database, None).await.unwrap()
}

/// Every table, column, index and constraint.
async fn schema(on: Database, db: &Db) -> Vec<String> {
    let sql = match on {
        Sqlite => "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY 1",
        Postgres => {
            "SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable,
                column_default, generation_expression)
                FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
                FROM pg_constraint WHERE connamespace = 'public'::regnamespace
            ORDER BY 1"
        }
    };
    texts(db.read(), sql).await
}

async fn applied(db: &Db) -> Vec<bool> {
    let status = migrate::status(db).await.unwrap();
    status.into_iter().map(|(_, applied)| applied).collect()
}

/// An event with a registration, a ticket and search words.
async fn filled(app: &TestApp) {
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    app.registered(&ada, &event, 2).await;
}

#[rstest]
#[tokio::test]
async fn all_go_down_and_up_again_to_the_same_schema(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    filled(&app).await;
    let db = &app.core.db;
    let before = schema(on, db).await;
    assert!(before.len() > 20);
    let all = applied(db).await.len();
    migrate::down(db, None).await.unwrap();
    assert_eq!(applied(db).await, vec![false; all]);
    let left = schema(on, db).await;
    assert!(left.iter().all(|one| one.contains("seaql_migrations")), "{left:#?}");
    migrate::up(db).await.unwrap();
    assert_eq!(applied(db).await, vec![true; all]);
    assert_eq!(schema(on, db).await, before);
    assert_eq!(user::Entity::find().count(db.read()).await.unwrap(), 0);
}

#[rstest]
#[tokio::test]
async fn each_step_goes_down_and_up_with_data_in_place(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(1, 2, 3, 4, 5)] kept: usize,
) {
    let app = TestApp::start(on).await;
    filled(&app).await;
    let db = &app.core.db;
    let before = schema(on, db).await;
    let all = applied(db).await.len();
    migrate::down(db, Some(u32::try_from(all - kept).unwrap())).await.unwrap();
    let expected: Vec<bool> = (0..all).map(|at| at < kept).collect();
    assert_eq!(applied(db).await, expected);
    migrate::up(db).await.unwrap();
    assert_eq!(schema(on, db).await, before);
    let counts = (
        user::Entity::find().count(db.read()).await.unwrap(),
        event::Entity::find().count(db.read()).await.unwrap(),
        registration::Entity::find().count(db.read()).await.unwrap(),
    );
    // The first makes the table of people, the second that of events, the fourth that of registrations.
    assert_eq!(counts, (2, u64::from(kept >= 2), u64::from(kept >= 4)));
}

#[rstest]
#[tokio::test]
async fn to_migrate_twice_changes_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    filled(&app).await;
    let db = &app.core.db;
    let before = schema(on, db).await;
    migrate::up(db).await.unwrap();
    assert_eq!(schema(on, db).await, before);
    assert_eq!(registration::Entity::find().count(db.read()).await.unwrap(), 1);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_migrate_at_once_do_no_harm(#[values(Sqlite, Postgres)] on: Database) {
    let url = on.empty().await;
    let mut processes = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let url = url.clone();
        processes.spawn(async move {
            let db = connect(&url).await;
            migrate::up(&db).await.unwrap();
            applied(&db).await
        });
    }
    let seen = processes.join_all().await;
    let alone = on.fresh().await;
    let (shared, alone) = (connect(&url).await, connect(&alone).await);
    assert_eq!(seen, vec![vec![true; applied(&alone).await.len()]; 4]);
    assert_eq!(schema(on, &shared).await, schema(on, &alone).await);
}
