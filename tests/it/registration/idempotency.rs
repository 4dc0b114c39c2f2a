//! A registration may be repeated with its key, and happens once.

use std::sync::Arc;

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use turnout::domain::registration::sweep_idempotency_keys;
use turnout::entity::word::CollaboratorRole;
use turnout::entity::{idempotency_key, registration};

use crate::support::make::REGISTER;
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

async fn ask(app: &TestApp, who: &Person, event: &str, changes: Value) -> Reply {
    let mut input = json!({ "eventId": event, "idempotencyKey": "intent-1" });
    input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    app.send(who, REGISTER, json!({ "input": input })).await
}

async fn rows(app: &TestApp) -> (u64, u64) {
    let on = app.core.db.read();
    let keys = idempotency_key::Entity::find().count(on).await.unwrap();
    (registration::Entity::find().count(on).await.unwrap(), keys)
}

#[rstest]
#[tokio::test]
async fn a_retry_answers_with_the_registration_as_it_now_stands(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    let first = ask(&app, &ada, &event, json!({ "quantity": 2 })).await.done();
    assert_eq!(ask(&app, &ada, &event, json!({ "quantity": 2 })).await.done(), first);

    // Without the key it is another request, and is refused.
    assert_eq!(app.register(&ada, &event, 2).await.refusals(), ["ALREADY_REGISTERED"]);

    let id = first["registration"]["id"].as_str().unwrap();
    app.resize(&ada, id, 1).await.done();
    let again = ask(&app, &ada, &event, json!({ "quantity": 2 })).await.done();
    assert_eq!(again["registration"]["quantity"], 1);
    assert_eq!(again["registration"]["event"]["registeredCount"], 1);
    assert_eq!(again["registration"]["tickets"], json!([first["registration"]["tickets"][0]]));

    app.cancel(&ada, id).await.done();
    let again = ask(&app, &ada, &event, json!({ "quantity": 2 })).await.done();
    assert_eq!(
        (&again["registration"]["id"], &again["registration"]["status"]),
        (&json!(id), &json!("CANCELLED"))
    );
    assert_eq!(rows(&app).await, (1, 1));
}

#[rstest]
#[tokio::test]
async fn a_retry_of_who_waits_tells_the_place_in_line(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let [ada, ben, cid] =
        [app.attendee("ada").await, app.attendee("ben").await, app.attendee("cid").await];
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ada, &event, 1).await;
    let ahead = app.registered(&ben, &event, 1).await;
    let first = ask(&app, &cid, &event, json!({})).await.done();
    assert_eq!(first["registration"]["waitlistPosition"], 2);
    app.cancel(&ben, &ahead).await.done();
    let again = ask(&app, &cid, &event, json!({})).await.done();
    assert_eq!(again["registration"]["waitlistPosition"], 1);
}

#[rstest]
#[tokio::test]
async fn another_input_under_the_same_key_is_a_mismatch_and_defaults_are_the_same_input(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({})).await;
    let other = app.event(&olu, json!({})).await;
    let first = ask(&app, &ada, &event, json!({})).await.done();
    let same = json!({ "quantity": 1, "joinWaitlist": true, "person": null });
    assert_eq!(ask(&app, &ada, &event, same).await.done(), first);
    for (event, changes) in [
        (&event, json!({ "quantity": 2 })),
        (&event, json!({ "joinWaitlist": false })),
        (&other, json!({})),
    ] {
        let reply = ask(&app, &ada, event, changes).await;
        assert_eq!(reply.refusals(), ["IDEMPOTENCY_MISMATCH idempotencyKey"]);
        assert_eq!(reply.payload()["registration"], json!(null));
    }
    assert_eq!(rows(&app).await, (1, 1));

    // The key of one person is nothing to another; an editor's is the editor's.
    app.share(&event, &ada, CollaboratorRole::Editor).await;
    let ben = app.attendee("ben").await;
    ask(&app, &ben, &event, json!({})).await.done();
    let by_hand = json!({ "person": { "username": "ben" } });
    let refused = ask(&app, &ada, &event, by_hand).await;
    assert_eq!(refused.refusals(), ["IDEMPOTENCY_MISMATCH idempotencyKey"]);
}

#[rstest]
#[tokio::test]
async fn a_refusal_is_not_remembered(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    let standing = app.registered(&ada, &event, 1).await;
    let wish = || json!({ "joinWaitlist": false });
    assert_eq!(ask(&app, &ben, &event, wish()).await.refusals(), ["EVENT_FULL"]);
    assert_eq!(ask(&app, &ada, &event, json!({})).await.refusals(), ["ALREADY_REGISTERED"]);
    assert_eq!(rows(&app).await, (1, 0));
    app.cancel(&ada, &standing).await.done();
    let made = ask(&app, &ben, &event, wish()).await.done();
    assert_eq!(made["registration"]["status"], "REGISTERED");
}

#[rstest]
#[tokio::test]
async fn a_key_has_bounds(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({})).await;
    for bad in ["", "a\u{0}", "a\nb", &"x".repeat(129)] {
        let reply = ask(&app, &ada, &event, json!({ "idempotencyKey": bad })).await;
        assert_eq!(reply.refusals(), ["INVALID idempotencyKey"], "{bad:?}");
    }
    assert_eq!(rows(&app).await, (0, 0));
    let longest = json!({ "idempotencyKey": "ä".repeat(128) });
    let first = ask(&app, &ada, &event, longest.clone()).await.done();
    assert_eq!(ask(&app, &ada, &event, longest).await.done(), first);
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_retries_at_once_through_two_servers_and_two_sessions_make_one_registration(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let settings = [("DB_ACQUIRE_TIMEOUT", "60s")];
    let one = Arc::new(TestApp::start_with(on, &settings).await);
    let other = Arc::new(one.twin(&settings).await);
    let olu = one.organizer("olu").await;
    let ada = one.attendee("ada").await;
    // The key is the person's, whichever session or token it comes with.
    let later = one.signed_in_again(&ada).await;
    let event = one.event(&olu, json!({ "capacity": 5 })).await;
    let mut tries = JoinSet::new();
    for number in 0..60 {
        let app = Arc::clone(if number % 2 == 0 { &one } else { &other });
        let who = if number % 3 == 0 { later.clone() } else { ada.clone() };
        let event = event.clone();
        tries.spawn(async move { ask(&app, &who, &event, json!({ "quantity": 2 })).await.done() });
    }
    let answers = tries.join_all().await;
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:#?}");
    assert_eq!(answers[0]["registration"]["event"]["registeredCount"], 2);
    assert_eq!(rows(&one).await, (1, 1));
}

async fn swept(app: &TestApp) -> u64 {
    let on = app.core.db.begin().await.unwrap();
    let swept = sweep_idempotency_keys(&app.core, &on).await.unwrap();
    on.commit().await.unwrap();
    swept
}

#[rstest]
#[tokio::test]
async fn keys_are_kept_for_a_day_then_swept_and_go_with_the_account(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let changes = json!({ "startsAt": "2030-07-01T12:00:00Z" });
    let event = app.event(&olu, changes).await;
    let first = ask(&app, &ada, &event, json!({})).await.done();
    app.advance(TimeDelta::hours(23));
    assert_eq!(swept(&app).await, 0);
    assert_eq!(ask(&app, &ada, &event, json!({})).await.done(), first);
    ask(&app, &ben, &event, json!({})).await.done();
    app.advance(TimeDelta::hours(2));
    assert_eq!(swept(&app).await, 1);
    assert_eq!(rows(&app).await, (2, 1));
    assert_eq!(ask(&app, &ada, &event, json!({})).await.refusals(), ["ALREADY_REGISTERED"]);

    let root = app.admin("root").await;
    let delete = "mutation($id: ID!) { deleteUser(input: { id: $id }) { userErrors { code } } }";
    app.send(&root, delete, json!({ "id": ben.id })).await.done();
    assert_eq!(rows(&app).await, (2, 0));
}
