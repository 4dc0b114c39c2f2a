//! An event with ten thousand registrants costs the request that cancels it what a small one does.

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;
use turnout::db::bulk;
use turnout::entity::word::{NotificationKind, RegistrationStatus, Role};
use turnout::entity::{event, job, notification, registration, user};
use turnout::kernel::clock::Clock;
use turnout::kernel::id::{EventId, RegistrationId, UserId};
use turnout::kernel::seats::Seats;

use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Registers so many people for the event, straight in the database; one in eight waits.
async fn crowd(app: &TestApp, event: &str, count: u32) -> Vec<UserId> {
    let (core, now) = (&app.core, app.clock.now());
    let event_id = EventId::parse(event).unwrap();
    let mut people = Vec::new();
    let mut rows = Vec::new();
    for number in 0..count {
        let id = UserId::new(now, &*core.random);
        let name = format!("guest-{event}-{number}");
        people.push(user::Model {
            id,
            username: name.clone(),
            username_key: name.clone(),
            email: format!("{name}@example.org"),
            email_key: format!("{name}@example.org"),
            email_verified_at: Some(now),
            password_hash: "!".to_owned(),
            first_name: String::new(),
            last_name: String::new(),
            search_key: name,
            role: Role::Attendee,
            time_zone: "UTC".to_owned(),
            is_active: true,
            notify_by_email: number % 2 == 0,
            notify_reminders: true,
            calendar_feed: 0,
            created_at: now,
            updated_at: now,
            erased_at: None,
        });
        let waits = number % 8 == 7;
        rows.push(registration::Model {
            id: RegistrationId::new(now, &*core.random),
            event_id,
            user_id: id,
            quantity: Seats::ONE,
            status: if waits {
                RegistrationStatus::Waitlisted
            } else {
                RegistrationStatus::Registered
            },
            line_number: waits.then_some(number.into()),
            ticket_stem: (!waits).then(|| format!("{number:010}")),
            shows_email: true,
            created_at: app.clock.now(),
            registered_at: (!waits).then_some(now),
            cancelled_at: None,
            entered_version: 1,
            left_version: None,
        });
    }
    let on = core.db.begin().await.unwrap();
    bulk::insert(&on, &people).await.unwrap();
    bulk::insert(&on, &rows).await.unwrap();
    let row = event::Entity::find_by_id(event_id).one(&on).await.unwrap().unwrap();
    let waiting = i32::try_from(count / 8).unwrap();
    let row = event::Model {
        registered_count: Seats::new(i32::try_from(count).unwrap() - waiting),
        waitlisted_count: Seats::new(waiting),
        last_line_number: count.into(),
        ..row
    };
    let columns = [
        event::Column::RegisteredCount,
        event::Column::WaitlistedCount,
        event::Column::LastLineNumber,
    ];
    bulk::update(&on, event::Column::Id, &columns, &[row]).await.unwrap();
    on.commit().await.unwrap();
    people.into_iter().map(|person| person.id).collect()
}

async fn told(app: &TestApp, event: &str, kind: NotificationKind) -> Vec<UserId> {
    let rows = notification::Entity::find()
        .select_only()
        .column(notification::Column::UserId)
        .filter(notification::Column::EventId.eq(EventId::parse(event).unwrap()))
        .filter(notification::Column::Kind.eq(kind))
        .order_by_asc(notification::Column::UserId);
    rows.into_tuple().all(app.core.db.read()).await.unwrap()
}

#[rstest]
#[tokio::test]
async fn to_cancel_for_ten_thousand_takes_the_statements_of_a_few_hundred(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let mut counted = Vec::new();
    for count in [8, 256, 10_000] {
        let event = app.event(&olu, json!({})).await;
        let mut all = crowd(&app, &event, count).await;
        all.sort_unstable();
        let (reply, statements) = app.statements_of(app.cancel_event(&olu, &event)).await;
        reply.done();
        let at_once = told(&app, &event, NotificationKind::EventCancelled).await.len();
        assert_eq!(at_once, 128.min(usize::try_from(count).unwrap()));
        counted.push(statements.len());
        app.settle().await;
        assert_eq!(told(&app, &event, NotificationKind::EventCancelled).await, all);
    }
    assert!(counted[2] <= counted[1] && counted[2] <= counted[0], "{counted:?}");
}

#[rstest]
#[tokio::test]
async fn each_step_of_the_job_is_bounded_and_a_mail_is_due_for_who_wants_one(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    crowd(&app, &event, 2_000).await;
    app.cancel_event(&olu, &event).await.done();
    let steps = || {
        let jobs = job::Entity::find().filter(job::Column::Kind.eq("tell_registrants"));
        jobs.count(app.core.db.read())
    };
    app.settle().await;
    // 128, then 512 at a time.
    assert_eq!(steps().await.unwrap(), 4);
    let mails = job::Entity::find().filter(job::Column::Kind.eq("mail_notifications"));
    assert_eq!(mails.count(app.core.db.read()).await.unwrap(), 1_000);
}

#[rstest]
#[tokio::test]
async fn whoever_was_active_is_told_once_though_they_leave_before_their_turn(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("cancel", "delete", "change")] how: &str,
) {
    let app = TestApp::start(on).await;
    let (olu, eve) = (app.organizer("olu").await, app.attendee("eve").await);
    let event = app.event(&olu, json!({})).await;
    let mut all = crowd(&app, &event, 700).await;
    let (early, late) = (app.attendee("early").await, app.attendee("late").await);
    let seat = app.registered(&early, &event, 1).await;
    app.registered(&late, &event, 1).await;
    app.cancel(&early, &seat).await.done();
    all.push(late.user_id);
    all.sort_unstable();
    match how {
        "cancel" => drop(app.cancel_event(&olu, &event).await.done()),
        "delete" => drop(app.delete_event(&olu, &event).await.done()),
        _ => drop(app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done()),
    }
    if how != "delete" {
        // Those of the first step, those of later ones, and somebody who comes anew.
        let rows = registration::Entity::find()
            .filter(registration::Column::EventId.eq(EventId::parse(&event).unwrap()))
            .filter(registration::Column::Status.ne(RegistrationStatus::Cancelled));
        for row in rows.all(app.core.db.read()).await.unwrap().iter().step_by(50) {
            app.cancel(&olu, &row.id.to_string()).await.done();
        }
    }
    if how == "change" {
        app.registered(&eve, &event, 1).await;
    }
    app.settle().await;
    let kind = if how == "change" {
        NotificationKind::EventChanged
    } else {
        NotificationKind::EventCancelled
    };
    assert_eq!(told(&app, &event, kind).await, all);
}
