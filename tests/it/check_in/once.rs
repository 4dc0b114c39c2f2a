//! Many doors at the same moment: one lets in.

use std::sync::Arc;

use rstest::rstest;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tokio::task::JoinSet;
use turnout::entity::ticket;
use turnout::entity::word::CollaboratorRole;
use turnout::kernel::id::UserId;

use crate::check_in::CHECK_IN;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

async fn doors(app: &TestApp, count: usize) -> (Vec<Person>, Person, String) {
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let mut doors = Vec::new();
    for number in 0..count {
        let door = app.attendee(&format!("door{number}")).await;
        app.share(&event, &door, CollaboratorRole::CheckIn).await;
        doors.push(door);
    }
    (doors, app.attendee("ada").await, event)
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_devices_at_once_one_lets_in_and_the_others_hear_who(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(2, 50)] devices: usize,
) {
    let app = Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    let (doors, ada, event) = doors(&app, devices).await;
    let code =
        app.register(&ada, &event, 1).await.text("registerForEvent.registration.tickets.0.code");
    let mut scans = JoinSet::new();
    for door in doors {
        let (app, code) = (Arc::clone(&app), code.clone());
        scans.spawn(async move {
            let reply = app.send(&door, CHECK_IN, json!({ "input": { "code": code } })).await;
            let payload = reply.payload();
            let refused = payload["userErrors"][0]["code"].as_str().unwrap_or("none").to_owned();
            (door.username, refused, payload["ticket"].clone())
        });
    }
    let answers = scans.join_all().await;
    let (let_in, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|(_, code, _)| code == "none");
    assert_eq!(let_in.len(), 1, "{answers:#?}");
    let (who, _, ticket) = let_in[0];
    assert_eq!(ticket["checkedInBy"]["username"], *who);
    for (_, code, seen) in refused {
        assert_eq!(code, "ALREADY_CHECKED_IN");
        assert_eq!(seen, ticket);
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_ticket_that_is_given_back_while_it_is_scanned_is_used_or_refused(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    let (doors, ada, event) = doors(&app, 1).await;
    for _ in 0..10 {
        let made = app.register(&ada, &event, 1).await;
        let code = made.text("registerForEvent.registration.tickets.0.code");
        let id = made.text("registerForEvent.registration.id");
        let scan = app.send(&doors[0], CHECK_IN, json!({ "input": { "code": code } }));
        let (scanned, cancelled) = tokio::join!(scan, app.cancel(&ada, &id));
        cancelled.done();
        let used = scanned.payload()["userErrors"] == json!([]);
        if !used {
            assert_eq!(scanned.refusals(), ["ALREADY_CANCELLED"]);
        }
        let row = ticket::Entity::find().filter(ticket::Column::Code.eq(code));
        let row = row.one(app.core.db.read()).await.unwrap().unwrap();
        assert!(row.cancelled_at.is_some());
        assert!(row.checked_in_at.is_none_or(|at| Some(at) < row.cancelled_at), "{row:?}");
        assert_eq!(row.checked_in_at.is_some(), used);
    }
}

/// What not to do: look whether the ticket is used, then use it.
async fn look_then_use(on: &impl ConnectionTrait) -> ticket::Model {
    let row = ticket::Entity::find().one(on).await.unwrap().unwrap();
    assert!(row.checked_in_at.is_none(), "each sees it unused");
    row
}

#[tokio::test]
async fn without_the_condition_two_doors_let_the_same_ticket_in() {
    let app = TestApp::start(Postgres).await;
    let (doors, ada, event) = doors(&app, 2).await;
    app.registered(&ada, &event, 1).await;
    let both = (app.core.db.begin().await.unwrap(), app.core.db.begin().await.unwrap());
    let seen = (look_then_use(&both.0).await, look_then_use(&both.1).await);
    let mut let_in: Vec<UserId> = Vec::new();
    for (on, row, door) in [(both.0, seen.0, &doors[0]), (both.1, seen.1, &doors[1])] {
        let used = ticket::Entity::update_many()
            .col_expr(ticket::Column::CheckedInAt, sea_orm::sea_query::Expr::value(row.created_at))
            .col_expr(ticket::Column::CheckedInBy, sea_orm::sea_query::Expr::value(door.user_id))
            .filter(ticket::Column::Id.eq(row.id))
            .exec(&on)
            .await
            .unwrap();
        on.commit().await.unwrap();
        if used.rows_affected == 1 {
            let_in.push(door.user_id);
        }
    }
    assert_eq!(let_in, [doors[0].user_id, doors[1].user_id], "the test above would see two");
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_report_that_is_repeated_gets_its_first_answer(#[values(Sqlite, Postgres)] on: Database) {
    let app = Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await);
    let (doors, ada, event) = doors(&app, 2).await;
    let made = app.register(&ada, &event, 2).await;
    let code = |n| made.text(&format!("registerForEvent.registration.tickets.{n}.code"));
    let report = |door: &Person, code: String, key: &str| {
        let (app, door, key) = (Arc::clone(&app), door.clone(), key.to_owned());
        async move {
            let input = json!({ "code": code, "idempotencyKey": key });
            app.send(&door, CHECK_IN, json!({ "input": input })).await
        }
    };
    let mut reports = JoinSet::new();
    for _ in 0..10 {
        reports.spawn(report(&doors[0], code(0), "scan 1"));
    }
    let answers: Vec<_> = reports.join_all().await.iter().map(|reply| reply.done()).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(answers[0]["ticket"]["isUsed"], true);

    // Typed otherwise it is the same report; with another key, or by another door, it is a second scan.
    let typed = report(&doors[0], format!(" {}", code(0).to_lowercase()), "scan 1").await.done();
    assert_eq!(typed, answers[0]);
    for (door, key) in [(&doors[0], "scan 2"), (&doors[1], "scan 1")] {
        assert_eq!(report(door, code(0), key).await.refusals(), ["ALREADY_CHECKED_IN"]);
    }
    let other = report(&doors[0], code(1), "scan 1").await;
    assert_eq!(other.refusals(), ["IDEMPOTENCY_MISMATCH idempotencyKey"]);
    assert_eq!(report(&doors[0], code(1), "").await.refusals(), ["INVALID idempotencyKey"]);
    // The refused ones let nobody in, and a refusal does not use the key up.
    report(&doors[0], code(1), "scan 2").await.done();
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_key_for_two_tickets_at_once_lets_one_in(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let (doors, ada, event) = doors(&app, 1).await;
    let made = app.register(&ada, &event, 2).await;
    let input = |n| {
        let code = made.text(&format!("registerForEvent.registration.tickets.{n}.code"));
        json!({ "input": { "code": code, "idempotencyKey": "the same" } })
    };
    let (one, other) = tokio::join!(
        app.send(&doors[0], CHECK_IN, input(0)),
        app.send(&doors[0], CHECK_IN, input(1)),
    );
    let mut codes = [one.payload(), other.payload()]
        .map(|payload| payload["userErrors"][0]["code"].as_str().unwrap_or("none").to_owned());
    codes.sort();
    assert_eq!(codes, ["IDEMPOTENCY_MISMATCH", "none"]);
    let used = ticket::Entity::find().filter(ticket::Column::CheckedInAt.is_not_null());
    assert_eq!(used.all(app.core.db.read()).await.unwrap().len(), 1);
}
