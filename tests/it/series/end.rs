//! Cancelling and deleting a series from here on, and registering meanwhile.

use rstest::rstest;
use serde_json::{Value, json};

use super::{CANCEL, DELETE, each, field, history, series, update};
use crate::event::scene::{CANCEL as CANCEL_ONE, RESTORE, outcome};
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn it_is_cancelled_from_an_occurrence_on(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (id, events) = series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=4").await;
    app.registered(&ada, &events[2], 2).await;
    let from = field(&app, &olu, &events[1], "startsAt").await;
    app.send(&olu, CANCEL_ONE, json!({ "id": events[3], "reason": "Hall closed" })).await.done();
    let input = json!({ "seriesId": id, "from": from, "reason": "Winter" });
    let done = app.send(&olu, CANCEL, json!({ "input": input })).await.done();
    assert_eq!(each(&done, "id"), [json!(events[1]), json!(events[2])]);
    assert_eq!(each(&done, "status"), ["CANCELLED", "CANCELLED"]);
    assert_eq!(history(&app, &events[1]).await, "1 Created, 2 Cancelled");
    assert_eq!(field(&app, &olu, &events[0], "status").await, "PUBLISHED");
    assert_eq!(field(&app, &olu, &events[2], "registeredCount").await, 2);
    let rest = app.send(&olu, CANCEL, json!({ "input": { "seriesId": id } })).await.done();
    assert_eq!(each(&rest, "id"), [json!(events[0])]);
    let none = app.send(&olu, CANCEL, json!({ "input": { "seriesId": id } })).await.done();
    assert_eq!(none["events"], json!([]));
}

#[rstest]
#[tokio::test]
async fn it_is_deleted_from_here_on_with_its_registrations(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (id, events) = series(&app, &olu, json!({ "capacity": 2 }), "FREQ=WEEKLY;COUNT=4").await;
    for event in &events[1..3] {
        app.registered(&ada, event, 2).await;
        app.registered(&olu, event, 1).await;
    }
    app.send(&olu, CANCEL_ONE, json!({ "id": events[3] })).await.done();
    let from = field(&app, &olu, &events[1], "startsAt").await;
    let input = json!({ "input": { "seriesId": id, "from": from } });
    let done = app.send(&olu, DELETE, input).await.done();
    assert_eq!(done["deletedEventIds"], json!(events[1..]));
    assert_eq!(field(&app, &olu, &events[0], "status").await, "PUBLISHED");
    for event in &events[1..] {
        assert!(history(&app, event).await.ends_with("Deleted"));
        let one =
            app.send(&olu, "query($id: ID!) { event(id: $id) { id } }", json!({ "id": event }));
        assert_eq!(one.await.at("event"), Value::Null);
    }
    let own = "{ viewer { registrations { totalCount } } }";
    assert_eq!(app.send(&ada, own, json!({})).await.at("viewer.registrations.totalCount"), 0);
    let back = app.send(&olu, RESTORE, json!({ "id": events[2] })).await.done();
    assert_eq!(back["event"]["status"], "CANCELLED");
    assert_eq!(back["event"]["registeredCount"], 0);
    assert_eq!(back["event"]["waitlistedCount"], 0);
}

#[rstest]
#[tokio::test]
async fn its_owner_and_admins_alone_end_it(
    #[values(CANCEL, DELETE)] mutation: &str,
    #[values(Sqlite, Postgres)] on: Database,
) {
    use turnout::entity::word::CollaboratorRole::Editor;
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let (editor, sam) = (app.attendee("edi").await, app.staff("sam").await);
    let root = app.admin("root").await;
    let (id, events) = series(&app, &olu, json!({}), "FREQ=WEEKLY;COUNT=2").await;
    for event in &events {
        app.share(event, &editor, Editor).await;
    }
    let input = json!({ "input": { "seriesId": id } });
    for (who, expected) in [
        (None, "UNAUTHENTICATED"),
        (Some(&ada), "FORBIDDEN"),
        (Some(&editor), "FORBIDDEN"),
        (Some(&sam), "FORBIDDEN"),
    ] {
        assert_eq!(outcome(&app.send(who, mutation, input.clone()).await), expected);
        for event in &events {
            assert_eq!(field(&app, &root, event, "status").await, "PUBLISHED");
            assert_eq!(history(&app, event).await, "1 Created");
        }
    }
    assert_eq!(outcome(&app.send(&root, mutation, input).await), "done");
}

#[rstest]
#[tokio::test]
async fn it_changes_while_people_register_and_nobody_waits_for_ever(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = std::sync::Arc::new(TestApp::start(on).await);
    let olu = app.organizer("olu").await;
    let (id, events) = series(&app, &olu, json!({ "capacity": 3 }), "FREQ=WEEKLY;COUNT=6").await;
    let mut guests = tokio::task::JoinSet::new();
    for number in 0..6 {
        let (app, mut events) = (std::sync::Arc::clone(&app), events.clone());
        let guest = app.attendee(&format!("guest{number}")).await;
        events.rotate_left(number);
        guests.spawn(async move {
            for event in &events {
                app.register(&guest, event, 1).await.done();
            }
        });
    }
    for capacity in 4..8 {
        update(&app, &olu, &id, json!({ "capacity": capacity })).await.done();
    }
    while let Some(guest) = guests.join_next().await {
        guest.unwrap();
    }
    for event in &events {
        assert_eq!(field(&app, &olu, event, "registeredCount").await, 6);
        assert_eq!(field(&app, &olu, event, "waitlistedCount").await, 0);
        assert!(history(&app, event).await.ends_with("5 Updated"));
    }
}
