//! Mail beside notifications: to whom, when, and with what.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use turnout::entity::job;
use turnout::entity::word::Role;

use crate::support::make::TOMORROW;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// In a week: reminders are another test's.
const NEXT_WEEK: &str = "2030-06-08T12:00:00Z";

async fn proved(app: &TestApp, name: &str) -> Person {
    let person = app.person(name, Role::Attendee).await;
    app.proved(person).await
}

#[rstest]
#[tokio::test]
async fn tickets_are_mailed_at_once_as_pictures_with_the_event_for_the_calendar(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, proved(&app, "ada").await);
    let event = app.event(&olu, json!({ "startsAt": NEXT_WEEK, "title": "Ball & Böll" })).await;
    let made = app.register(&ada, &event, 2).await.done();
    let mail = TestApp::only(app.mails().await, &ada.email);
    assert_eq!(mail.subject, "Your seats for Ball & Böll");
    let said = "You have 2 seats for “Ball & Böll”, Sat 8 June 2030, 12:00 (UTC), Lagos.";
    assert!(mail.text.contains(said), "{}", mail.text);
    assert!(mail.html.contains("Ball &amp; Böll"), "{}", mail.html);
    let enclosures = &mail.extras.enclosures;
    assert_eq!(enclosures.len(), 3);
    for (number, ticket) in made["registration"]["tickets"].as_array().unwrap().iter().enumerate() {
        let code = ticket["code"].as_str().unwrap();
        assert!(mail.text.contains(code) && mail.html.contains(code), "{code}");
        let picture = &enclosures[number];
        assert_eq!((&picture.name, picture.media_type), (&format!("{code}.png"), "image/png"));
        let shown = format!("cid:{}", picture.content_id.as_deref().unwrap());
        assert!(mail.html.contains(&shown), "{shown}: {}", mail.html);
    }
    let calendar = String::from_utf8(enclosures[2].bytes.clone()).unwrap();
    assert_eq!((enclosures[2].name.as_str(), &enclosures[2].content_id), ("event.ics", &None));
    assert!(calendar.contains("SUMMARY:Ball & Böll\r\n"), "{calendar}");
    assert!(app.mails().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn the_line_and_the_way_out_of_it_are_mailed_at_once(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (proved(&app, "ada").await, proved(&app, "ben").await);
    let event = app.event(&olu, json!({ "startsAt": NEXT_WEEK, "capacity": 1 })).await;
    let seat = app.registered(&ada, &event, 1).await;
    app.registered(&ben, &event, 1).await;
    assert_eq!(
        app.mailed().await,
        ["ada@example.org: Your seats for Concert", "ben@example.org: You are in line for Concert"]
    );
    app.cancel(&olu, &seat).await.done();
    assert_eq!(
        app.mailed().await,
        [
            "ada@example.org: Your registration for Concert was cancelled",
            "ben@example.org: You have seats for Concert now"
        ]
    );
    app.cancel_event(&olu, &event).await.done();
    assert_eq!(app.mailed().await, ["ben@example.org: Concert is cancelled"]);
}

#[rstest]
#[tokio::test]
async fn several_changes_come_in_one_mail_a_little_later(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, proved(&app, "ada").await);
    let event = app.event(&olu, json!({ "startsAt": NEXT_WEEK })).await;
    let other = app.event(&olu, json!({ "startsAt": NEXT_WEEK, "title": "Ball" })).await;
    for event in [&event, &other] {
        app.registered(&ada, event, 1).await;
    }
    assert_eq!(app.mailed().await.len(), 2);
    for place in ["Kano", "Abuja", "Jos"] {
        app.update_event(&olu, &event, json!({ "location": place })).await.done();
        app.advance(TimeDelta::seconds(20));
    }
    app.update_event(&olu, &other, json!({ "location": "Ibadan" })).await.done();
    assert_eq!(app.mailed().await, Vec::<String>::new());
    app.advance(TimeDelta::minutes(5));
    let mail = TestApp::only(app.mails().await, &ada.email);
    assert_eq!(mail.subject, "Concert: another time or place, and 1 more");
    assert!(mail.text.contains("Jos") && mail.text.contains("Ibadan"), "{}", mail.text);
    // Only as it is now.
    assert!(!mail.text.contains("Kano") && !mail.text.contains("Abuja"), "{}", mail.text);
    assert_eq!(app.told(&ada).await.len(), 6);

    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    app.advance(TimeDelta::minutes(5));
    let mail = TestApp::only(app.mails().await, &ada.email);
    assert_eq!(mail.subject, "Concert: another time or place");
    app.advance(TimeDelta::minutes(30));
    assert_eq!(app.mailed().await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn what_does_not_hold_any_more_is_not_mailed(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, proved(&app, "ada").await);
    let event = app.event(&olu, json!({ "startsAt": NEXT_WEEK })).await;
    let seat = app.registered(&ada, &event, 1).await;
    app.cancel(&ada, &seat).await.done();
    assert_eq!(app.mailed().await, Vec::<String>::new());
    app.registered(&ada, &event, 1).await;
    assert_eq!(app.mailed().await.len(), 1);
    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    app.cancel_event(&olu, &event).await.done();
    assert_eq!(app.mailed().await, ["ada@example.org: Concert is cancelled"]);
    app.advance(TimeDelta::minutes(10));
    assert_eq!(app.mailed().await, Vec::<String>::new());
}

#[rstest]
#[tokio::test]
async fn settings_unproved_disabled_and_erased_addresses_keep_mail_back_and_not_the_list(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let (quiet, calm) = (proved(&app, "quiet").await, proved(&app, "calm").await);
    let unproved = app.attendee("unproved").await;
    let (gone, barred) = (proved(&app, "gone").await, proved(&app, "barred").await);
    app.set_notifications(&quiet, false, true).await;
    app.set_notifications(&calm, true, false).await;
    let event = app.event(&olu, json!({ "startsAt": "2030-06-03T12:00:00Z" })).await;
    for who in [&quiet, &calm, &unproved, &gone, &barred] {
        app.registered(who, &event, 1).await;
    }
    app.delete_user(&root, &gone.id).await.done();
    app.update_user(&root, &barred.id, json!({ "isActive": false })).await.done();
    assert_eq!(app.mailed().await, ["calm@example.org: Your seats for Concert"]);
    app.advance(TimeDelta::hours(30));
    app.settle().await;
    app.advance(TimeDelta::minutes(5));
    assert_eq!(app.mailed().await, Vec::<String>::new());
    for who in [&quiet, &calm, &unproved] {
        assert_eq!(app.told_kinds(who).await, ["REGISTERED", "EVENT_STARTS_SOON"]);
    }
    app.update_event(&olu, &event, json!({ "location": "Kano" })).await.done();
    app.set_notifications(&quiet, true, true).await;
    app.advance(TimeDelta::minutes(5));
    assert_eq!(app.mailed().await, ["calm@example.org: Concert: another time or place"]);
}

#[rstest]
#[tokio::test]
async fn nothing_typed_ends_a_header(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, proved(&app, "ada").await);
    let title = json!({ "title": "Ball\r\nBcc: eve@example.org", "startsAt": NEXT_WEEK });
    assert_eq!(app.try_event(&olu, title).await.refusals(), ["INVALID title"]);
    let title = "<b>Ball</b> {{ username }} €";
    let event = app.event(&olu, json!({ "title": title, "startsAt": NEXT_WEEK })).await;
    app.registered(&ada, &event, 1).await;
    let mail = TestApp::only(app.mails().await, &ada.email);
    assert_eq!(mail.subject, format!("Your seats for {title}"));
    assert!(mail.html.contains("&lt;b&gt;Ball") && !mail.html.contains("<b>Ball"), "{}", mail.html);
    let address = mail.extras.unsubscribe.unwrap();
    assert!(address.starts_with("http://127.0.0.1:8000/unsubscribe/"), "{address}");
    assert!(!address.contains(['\r', '\n', '<', '>', ' ']));
}

#[rstest]
#[tokio::test]
async fn a_batch_asks_for_its_mail_by_one_job_and_none_where_nobody_wants_it(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (proved(&app, "ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "startsAt": TOMORROW })).await;
    let jobs = async || {
        let posts = job::Entity::find().filter(job::Column::Kind.eq("post_notifications"));
        posts.all(app.core.db.read()).await.unwrap().len()
    };
    let (_, quiet) = app.statements_of(app.register(&ben, &event, 1)).await;
    assert_eq!(jobs().await, 0);
    let (_, mailed) = app.statements_of(app.register(&ada, &event, 1)).await;
    assert_eq!(jobs().await, 1);
    assert_eq!(mailed.len(), quiet.len() + 1, "{mailed:#?}");
}
