//! Nothing is missed and nothing is doubled where what tells and what is told of come at the same moment.

use std::sync::Arc;

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use turnout::entity::notification;

use crate::support::{Database, Postgres, Sqlite, TestApp};

async fn patient(on: Database) -> Arc<TestApp> {
    Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await)
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_registers_while_the_event_is_marked_is_reminded_once(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "startsAt": "2030-06-02T11:00:00Z" })).await;
    let mut people = Vec::new();
    for number in 0..40 {
        people.push(app.attendee(&format!("guest{number}")).await);
    }
    let mut all = tokio::task::JoinSet::new();
    for person in people.clone() {
        let (app, event) = (Arc::clone(&app), event.clone());
        all.spawn(async move { drop(app.register(&person, &event, 1).await.done()) });
    }
    for _ in 0..4 {
        let runner = app.runner.clone();
        all.spawn(async move { drop(runner.run_due().await) });
    }
    all.join_all().await;
    app.advance(TimeDelta::minutes(1));
    app.settle().await;
    for person in &people {
        let told = app.told_kinds(person).await;
        let reminders = told.iter().filter(|kind| *kind == "EVENT_STARTS_SOON").count();
        assert_eq!((told.len(), reminders), (2, 1), "{told:?}");
    }
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_marked_while_the_mail_is_gathered_comes_with_the_next(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ada = app.proved(ada).await;
    let mut events = Vec::new();
    for number in 0..4 {
        let input =
            json!({ "startsAt": "2030-06-20T12:00:00Z", "title": format!("Ball {number}") });
        events.push(app.event(&olu, input).await);
        app.registered(&ada, &events[number], 1).await;
    }
    app.mails().await;
    let mut texts = String::new();
    for turn in 0..24 {
        // What was marked in the turn before falls due while more is marked.
        app.advance(TimeDelta::minutes(5));
        let mut all = tokio::task::JoinSet::new();
        for event in events.clone() {
            let (app, olu) = (Arc::clone(&app), olu.clone());
            let change = json!({ "location": format!("Place {turn}") });
            all.spawn(async move { drop(app.update_event(&olu, &event, change).await.done()) });
        }
        for _ in 0..2 {
            let runner = app.runner.clone();
            all.spawn(async move { drop(runner.run_due().await) });
        }
        all.join_all().await;
    }
    app.advance(TimeDelta::minutes(5));
    app.settle().await;
    for mail in app.mails().await {
        texts.push_str(&mail.text);
    }
    let marked = notification::Entity::find().filter(notification::Column::AwaitsMail.eq(true));
    assert_eq!(marked.count(app.core.db.read()).await.unwrap(), 0);
    for number in 0..4 {
        let last = format!("“Ball {number}” has changed: it now takes place at Place 23.");
        assert_eq!(texts.matches(&last).count(), 1, "{number}: {texts}");
    }
}
