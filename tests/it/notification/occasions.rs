//! Reminders and invitations to feedback: once each, whatever is moved, and however many look.

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// An event of an hour in three days at noon, and somebody with a seat.
async fn scene(app: &TestApp) -> (String, Person, Person) {
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let starts = json!({ "startsAt": "2030-06-04T12:00:00Z", "capacity": 3 });
    let event = app.event(&olu, starts).await;
    app.registered(&ada, &event, 1).await;
    (event, olu, ada)
}

impl TestApp {
    async fn after(&self, hours: i64) {
        self.advance(TimeDelta::hours(hours));
        self.settle().await;
    }

    async fn reminders(&self, who: &Person) -> usize {
        let told = self.told_kinds(who).await;
        told.iter().filter(|kind| *kind == "EVENT_STARTS_SOON").count()
    }
}

#[rstest]
#[tokio::test]
async fn a_guest_is_reminded_once_a_day_before_and_asked_once_it_is_over(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (event, olu, ada) = scene(&app).await;
    let (waits, gone) = (app.attendee("waits").await, app.attendee("gone").await);
    app.update_event(&olu, &event, json!({ "capacity": 2 })).await.done();
    let seat = app.registered(&gone, &event, 1).await;
    app.registered(&waits, &event, 2).await;
    app.after(47).await;
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED"]);
    app.cancel(&gone, &seat).await.done();
    app.after(1).await;
    let told = app.told(&ada).await;
    assert_eq!(told[1]["kind"], "EVENT_STARTS_SOON");
    let said = "“Concert” starts soon: Tue 4 June 2030, 12:00 (UTC), Lagos.";
    assert_eq!(told[1]["message"], said);
    assert_eq!(told[1]["registration"]["status"], "REGISTERED");
    app.after(24).await;
    assert_eq!(app.told(&ada).await.len(), 2);
    app.after(1).await;
    let told = app.told(&ada).await;
    assert_eq!(told[2]["kind"], "FEEDBACK_INVITED");
    assert_eq!(told[2]["message"], "“Concert” is over. How was it? Give it one to five.");
    app.after(1).await;
    assert_eq!(app.told(&ada).await.len(), 3);
    assert_eq!(app.told_kinds(&waits).await, ["WAITLISTED"]);
    assert_eq!(app.told_kinds(&gone).await, ["REGISTERED"]);
    assert_eq!(app.told_kinds(&olu).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn the_lead_is_a_setting(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("REMINDER_LEAD", "2h")]).await;
    let (_, _, ada) = scene(&app).await;
    app.after(69).await;
    assert_eq!(app.reminders(&ada).await, 0);
    app.after(1).await;
    assert_eq!(app.reminders(&ada).await, 1);
}

#[rstest]
#[tokio::test]
async fn who_gets_a_seat_within_the_day_is_reminded_at_once_and_once(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (event, olu, ada) = scene(&app).await;
    let (ben, cid) = (app.attendee("ben").await, app.attendee("cid").await);
    app.after(50).await;
    let seat = app.registered(&ben, &event, 2).await;
    assert_eq!(app.told_kinds(&ben).await, ["REGISTERED", "EVENT_STARTS_SOON"]);
    app.registered(&cid, &event, 1).await;
    assert_eq!(app.told_kinds(&cid).await, ["WAITLISTED"]);
    app.cancel(&ben, &seat).await.done();
    assert_eq!(app.told_kinds(&cid).await, ["WAITLISTED", "PROMOTED", "EVENT_STARTS_SOON"]);
    app.registered(&ben, &event, 1).await;
    app.after(1).await;
    let told = ["REGISTERED", "EVENT_STARTS_SOON", "REGISTERED"];
    assert_eq!(app.told_kinds(&ben).await, told);
    assert_eq!((app.reminders(&ada).await, app.reminders(&olu).await), (1, 0));
}

#[rstest]
#[tokio::test]
async fn an_event_that_is_moved_out_and_in_again_reminds_whom_it_did_not(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (event, olu, ada) = scene(&app).await;
    app.after(50).await;
    assert_eq!(app.reminders(&ada).await, 1);
    let later = json!({ "startsAt": "2030-06-10T12:00:00Z" });
    app.update_event(&olu, &event, later).await.done();
    let ben = app.attendee("ben").await;
    app.registered(&ben, &event, 1).await;
    app.after(1).await;
    assert_eq!(app.told_kinds(&ben).await, ["REGISTERED"]);
    app.after(6 * 24).await;
    assert_eq!((app.reminders(&ada).await, app.reminders(&ben).await), (1, 1));
    // Within its day: nobody new, nobody twice.
    app.update_event(&olu, &event, json!({ "startsAt": "2030-06-10T13:00:00Z" })).await.done();
    app.after(1).await;
    assert_eq!((app.reminders(&ada).await, app.reminders(&ben).await), (1, 1));
    app.after(40).await;
    for who in [&ada, &ben] {
        assert_eq!(app.told_kinds(who).await.last().unwrap(), "FEEDBACK_INVITED");
    }
}

#[rstest]
#[tokio::test]
async fn what_is_cancelled_deleted_or_a_draft_reminds_nobody(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("cancel", "delete")] how: &str,
) {
    let app = TestApp::start(on).await;
    let (event, olu, ada) = scene(&app).await;
    app.event(&olu, json!({ "publish": false })).await;
    if how == "cancel" {
        app.cancel_event(&olu, &event).await.done();
    } else {
        app.delete_event(&olu, &event).await.done();
    }
    for _ in 0..4 {
        app.after(24).await;
    }
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "EVENT_CANCELLED"]);
}

#[rstest]
#[tokio::test]
async fn an_event_that_started_while_no_server_ran_reminds_nobody_and_asks_how_it_was(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(true, false)] is_long_ago: bool,
) {
    let app = TestApp::start(on).await;
    let (_, _, ada) = scene(&app).await;
    app.after(if is_long_ago { 8 * 24 } else { 4 * 24 }).await;
    // The look that marks what has started, and the one that finds it over, may be two.
    app.after(0).await;
    let expected: &[&str] =
        if is_long_ago { &["REGISTERED"] } else { &["REGISTERED", "FEEDBACK_INVITED"] };
    assert_eq!(app.told_kinds(&ada).await, expected);
}

#[rstest]
#[tokio::test]
async fn nobody_is_asked_for_what_they_said(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (event, olu, ada) = scene(&app).await;
    let ben = app.attendee("ben").await;
    app.registered(&ben, &event, 1).await;
    app.after(50).await;
    app.advance(TimeDelta::hours(23));
    let leave = "mutation($id: ID!) { leaveFeedback(input: { eventId: $id, rating: 5 }) {
        userErrors { code } } }";
    app.send(&ada, leave, json!({ "id": event })).await.done();
    app.settle().await;
    assert_eq!(app.told_kinds(&ada).await, ["REGISTERED", "EVENT_STARTS_SOON"]);
    let asked = ["REGISTERED", "EVENT_STARTS_SOON", "FEEDBACK_INVITED"];
    assert_eq!(app.told_kinds(&ben).await, asked);
    assert_eq!(app.told_kinds(&olu).await, Vec::<String>::new());
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_processes_that_look_at_once_remind_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let (_, _, ada) = scene(&app).await;
    for hours in [48, 26] {
        app.advance(TimeDelta::hours(hours));
        let looks = (0..5).map(|_| {
            let runner = app.runner.clone();
            tokio::spawn(async move { runner.run_due().await.unwrap() })
        });
        for look in futures::future::join_all(looks).await {
            look.unwrap();
        }
    }
    let told = ["REGISTERED", "EVENT_STARTS_SOON", "FEEDBACK_INVITED"];
    assert_eq!(app.told_kinds(&ada).await, told);
}
