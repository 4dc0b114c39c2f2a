//! What is asked of notifications, and asked for them, is read from the indexes that were made for it.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::Statement;
use serde_json::{Value, json};
use turnout::db::bulk;
use turnout::entity::notification;
use turnout::entity::word::NotificationKind;
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{NotificationId, UserId};
use uuid::Uuid;

use crate::storage::plans::crowd::Crowd;
use crate::storage::plans::explain::plan;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// A thousand for Ada, half of them read, and nine thousand for others.
async fn told(app: &TestApp, ada: &Person) {
    let (now, random) = (app.clock.now(), &*app.core.random);
    let row = |number: u32| notification::Model {
        user_id: if number.is_multiple_of(10) {
            ada.user_id
        } else {
            UserId(Uuid::from_u128(u128::from(number % 900)))
        },
        id: NotificationId::new(now + TimeDelta::seconds(number.into()), random),
        kind: NotificationKind::EventChanged,
        event_id: None,
        registration_id: None,
        message: "It has changed.".to_owned(),
        created_at: now,
        read_at: number.is_multiple_of(20).then_some(now),
        awaits_mail: number % 1_000 == 7,
    };
    let rows: Vec<notification::Model> = (0..10_000).map(row).collect();
    let on = app.core.db.begin().await.unwrap();
    bulk::insert(&on, &rows).await.unwrap();
    on.commit().await.unwrap();
}

/// The plan of the one statement of these that has `part` in it.
async fn plan_of(app: &TestApp, on: Database, run: &[Statement], part: &str) -> String {
    let found = run.iter().find(|one| one.sql.contains(part));
    let found = found.unwrap_or_else(|| panic!("no {part} in {run:#?}"));
    plan(app, on, found).await
}

#[rstest]
#[tokio::test]
async fn a_person_s_list_and_count_read_no_more_than_they_show(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let ada = app.attendee("ada").await;
    told(&app, &ada).await;
    let key = if on == Sqlite { "sqlite_autoindex_notifications_1" } else { "notifications_pkey" };
    for (args, index) in [
        ("first: 20", key),
        ("last: 20", key),
        ("first: 20, unreadOnly: true", "notifications_unread"),
    ] {
        let asked = format!("{{ viewer {{ notifications({args}) {{ nodes {{ id }} }} }} }}");
        let (reply, run) = app.bound_statements_of(app.send(&ada, &asked, json!({}))).await;
        assert_eq!(reply.at("viewer.notifications.nodes").as_array().unwrap().len(), 20);
        let plan = plan_of(&app, on, &run, "notifications").await;
        assert!(plan.contains(index), "{args}: {plan}");
        assert!(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{args}: {plan}");
    }
    let asked = "{ viewer { unreadNotificationCount } }";
    let (reply, run) = app.bound_statements_of(app.send(&ada, asked, json!({}))).await;
    assert_eq!(reply.at("viewer.unreadNotificationCount"), json!(500));
    let plan = plan_of(&app, on, &run, "COUNT").await;
    assert!(plan.contains("notifications_unread"), "{plan}");
}

#[rstest]
#[tokio::test]
async fn what_the_clock_and_many_registrants_take_is_read_from_indexes(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let crowd = Crowd::gather(&app, true).await;
    let id = Value::from(crowd.event.clone());
    let sql = match on {
        Sqlite => {
            "UPDATE events SET starts_at = '2030-06-08T12:00:00Z', ends_at = \
                   '2030-06-08T13:00:00Z', registered_count = 50 WHERE id = zeroblob(16)"
        }
        Postgres => {
            "UPDATE events SET starts_at = '2030-06-08T12:00:00Z', ends_at = \
                     '2030-06-08T13:00:00Z', registered_count = 50 \
                     WHERE id = '00000000-0000-0000-0000-000000000000'"
        }
    };
    let db = app.core.db.begin().await.unwrap();
    sea_orm::ConnectionTrait::execute_unprepared(&db, sql).await.unwrap();
    db.commit().await.unwrap();
    let cancel = "mutation($id: ID!) { cancelEvent(input: { id: $id }) { userErrors { code } } }";
    let sent = app.send(&crowd.olu, cancel, json!({ "id": id }));
    let (_, run) = app.bound_statements_of(sent).await;
    let plan = plan_of(&app, on, &run, "\"entered_version\" <").await;
    assert!(plan.contains("registrations_by_event"), "{plan}");

    let looked = async {
        app.runner.run_due().await.unwrap();
        app.send(None, "{ __typename }", json!({})).await
    };
    let (_, run) = app.bound_statements_of(looked).await;
    let soon = plan_of(&app, on, &run, "\"reminded_at\" IS NULL").await;
    assert!(soon.contains("events_to_remind"), "{soon}");
    let over = plan_of(&app, on, &run, "\"feedback_invited_at\" IS NULL").await;
    assert!(over.contains("events_to_ask_about"), "{over}");
}

#[rstest]
#[tokio::test]
async fn what_waits_to_be_mailed_is_found_by_its_person(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ada = app.proved(ada).await;
    told(&app, &olu).await;
    let event = app.event(&olu, json!({ "startsAt": "2030-06-08T12:00:00Z" })).await;
    app.registered(&ada, &event, 1).await;
    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    app.settle().await;
    app.advance(TimeDelta::minutes(5));
    let gathered = async {
        app.runner.run_due().await.unwrap();
        app.send(None, "{ __typename }", json!({})).await
    };
    let (_, run) = app.bound_statements_of(gathered).await;
    let marked: Vec<Statement> =
        run.into_iter().filter(|one| one.sql.starts_with("SELECT")).collect();
    let plan = plan_of(&app, on, &marked, "AND \"notifications\".\"awaits_mail\"").await;
    assert!(plan.contains("notifications_to_mail"), "{plan}");
}
