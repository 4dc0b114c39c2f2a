//! The last line: no fault in the code above writes what may not be.

use rstest::rstest;
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use turnout::db::error::is_taken;
use turnout::entity::word::RegistrationStatus;
use turnout::entity::{event, feedback, registration};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{FeedbackId, RegistrationId};

use crate::support::{Database, Postgres, Sqlite, TestApp};

/// An event of three seats, a registration for two of them with tickets, and feedback.
async fn filled(on: Database) -> TestApp {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    app.registered(&ada, &event, 2).await;
    let row = event::Entity::find().one(app.core.db.read()).await.unwrap().unwrap();
    let now = app.clock.now();
    let on = app.core.db.begin().await.unwrap();
    feedback::ActiveModel {
        id: Set(FeedbackId::new(now, &*app.core.random)),
        event_id: Set(row.id),
        author_id: Set(ada.user_id),
        rating: Set(5),
        comment: Set(String::new()),
        created_at: Set(now),
        updated_at: Set(now),
    }
    .insert(&on)
    .await
    .unwrap();
    on.commit().await.unwrap();
    app
}

/// What the database says of `sql`, which it must refuse.
async fn refusal(app: &TestApp, sql: &str) -> String {
    let on = app.core.db.begin().await.unwrap();
    let outcome = on.execute_unprepared(sql).await;
    on.rollback().await.unwrap();
    outcome.unwrap_err().to_string().to_lowercase()
}

#[rstest]
#[tokio::test]
async fn values_that_may_not_be_are_refused(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(
        "events SET registered_count = 4",
        "events SET capacity = 1",
        "events SET capacity = 0",
        "events SET capacity = 1000001",
        "events SET registered_count = -1",
        "events SET waitlisted_count = -1",
        "events SET ends_at = starts_at",
        "events SET status = 'ABSURD'",
        "events SET visibility = 'ABSURD'",
        "events SET guest_list_visibility = 'ABSURD'",
        "registrations SET quantity = 0",
        "registrations SET quantity = -1",
        "registrations SET status = 'ABSURD'",
        "registrations SET status = 'WAITLISTED'",
        "registrations SET line_number = 1",
        "registrations SET ticket_stem = NULL",
        "tickets SET seat_number = 0",
        "tickets SET checked_in_by = (SELECT user_id FROM registrations)",
        "users SET role = 'ABSURD'",
        "feedback SET rating = 0",
        "feedback SET rating = 6"
    )]
    change: &str,
) {
    let app = filled(on).await;
    let said = refusal(&app, &format!("UPDATE {change}")).await;
    assert!(said.contains("check constraint"), "{change}: {said}");
}

#[rstest]
#[tokio::test]
async fn rows_that_lead_nowhere_are_refused(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(
        "UPDATE events SET organizer_id = NIL",
        "UPDATE events SET category_id = NIL",
        "UPDATE registrations SET event_id = NIL",
        "UPDATE registrations SET user_id = NIL",
        "UPDATE tickets SET registration_id = NIL",
        "UPDATE tickets SET checked_in_at = created_at, checked_in_by = NIL",
        "UPDATE sessions SET user_id = NIL",
        "UPDATE feedback SET author_id = NIL",
        "DELETE FROM events",
        "DELETE FROM registrations",
        "DELETE FROM users"
    )]
    statement: &str,
) {
    let app = filled(on).await;
    let nil = match on {
        Sqlite => "x'00000000000000000000000000000000'",
        Postgres => "'00000000-0000-0000-0000-000000000000'",
    };
    let said = refusal(&app, &statement.replace("NIL", nil)).await;
    assert!(said.contains("foreign key constraint"), "{statement}: {said}");
}

#[rstest]
#[tokio::test]
async fn one_person_has_one_active_registration_beside_cancelled_ones(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = filled(on).await;
    let standing = registration::Entity::find().one(app.core.db.read()).await.unwrap().unwrap();
    let another = |status, line_number| {
        let mut row = standing.clone().into_active_model().reset_all();
        row.id = Set(RegistrationId::new(app.clock.now(), &*app.core.random));
        row.status = Set(status);
        row.line_number = Set(line_number);
        row
    };
    let cancelled = RegistrationStatus::Cancelled;
    for (status, line_number, is_refused) in [
        (RegistrationStatus::Registered, None, true),
        (RegistrationStatus::Waitlisted, Some(1), true),
        (cancelled, None, false),
        (cancelled, None, false),
    ] {
        let on = app.core.db.begin().await.unwrap();
        match another(status, line_number).insert(&on).await {
            Err(fault) => {
                assert!(is_refused && is_taken(&fault), "{fault}");
                on.rollback().await.unwrap();
            }
            Ok(_) => {
                assert!(!is_refused, "{status:?} was taken");
                on.commit().await.unwrap();
            }
        }
    }
    let rows = registration::Entity::find().all(app.core.db.read()).await.unwrap();
    assert_eq!(rows.iter().filter(|row| row.status == cancelled).count(), 2);
    assert_eq!(rows.len(), 3);
}
