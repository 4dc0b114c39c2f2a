//! The desk enters many requests at once, and each as if it had come alone.

use std::sync::Arc;

use rstest::rstest;
use serde_json::json;

use crate::registration::queue::{Held, patient, refused};
use crate::sharing::share_all;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

async fn people<const N: usize>(app: &TestApp) -> Vec<Person> {
    let mut people = Vec::new();
    for number in 0..N {
        people.push(app.attendee(&format!("person{number}")).await);
    }
    people
}

#[rstest]
#[tokio::test]
async fn a_batch_is_entered_in_the_order_of_arrival_and_each_answer_is_of_its_own_turn(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people::<12>(&app).await;
    let event = app.event(&olu, json!({ "capacity": 7 })).await;
    let mut held = Held::event(&app, &event).await;
    held.registrations(&event, &people).await;
    let replies = held.release().await;
    for (number, reply) in (1..).zip(&replies) {
        let made = &reply.done()["registration"];
        let (taken, waiting) = (7.min(number), (number - 7).max(0));
        assert_eq!(made["event"]["registeredCount"], taken);
        assert_eq!(made["event"]["waitlistedCount"], waiting);
        assert_eq!(made["user"]["username"], format!("person{}", number - 1));
        let (status, place) =
            if number > 7 { ("WAITLISTED", json!(waiting)) } else { ("REGISTERED", json!(null)) };
        assert_eq!((&made["status"], &made["waitlistPosition"]), (&json!(status), &place));
        let tickets = made["tickets"].as_array().unwrap().len();
        assert_eq!(tickets, usize::from(number <= 7));
    }
}

#[rstest]
#[tokio::test]
async fn a_batch_takes_as_many_statements_for_eight_as_for_sixty_four(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people::<65>(&app).await;
    let mut counted = Vec::new();
    for size in [8, 64] {
        let event = app.event(&olu, json!({ "capacity": 1000 })).await;
        let mut held = Held::event(&app, &event).await;
        held.registrations(&event, &people[..=size]).await;
        let (_, statements) = app
            .statements_of(async {
                let replies = held.release().await;
                replies.iter().for_each(|reply| drop(reply.done()));
                replies.into_iter().next().unwrap()
            })
            .await;
        // Two batches: the one that waited, and all behind it.
        let inserts = statements.iter().filter(|sql| sql.starts_with("INSERT")).count();
        // Registrations, tickets and what their people are told; nobody here is mailed.
        assert_eq!(inserts, 6, "{statements:#?}");
        // The first request's people may have been held before it came to wait for the event.
        counted.push(statements.iter().filter(|sql| !sql.contains("FOR SHARE")).count());
    }
    assert_eq!(counted[0], counted[1]);
    assert!(counted[1] <= 18, "{counted:?}");
}

/// Each joins a private event by what was shared with them: by name, by address, or both.
#[rstest]
#[tokio::test]
async fn a_batch_of_those_with_shares_takes_as_many_statements_for_four_as_for_thirty_two(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people::<33>(&app).await;
    let mut counted = Vec::new();
    for size in [4, 32] {
        let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
        let mut with = Vec::new();
        for (number, person) in people.iter().enumerate() {
            if number % 3 != 0 {
                with.push(json!({ "person": { "id": person.id }, "role": "VIEWER" }));
            }
            if number % 3 != 1 {
                with.push(json!({ "person": { "email": person.email }, "role": "EDITOR" }));
            }
        }
        share_all(&app, &olu, &event, json!(with)).await.done();
        let stranger = app.attendee(&format!("stranger{size}")).await;
        let mut held = Held::event(&app, &event).await;
        held.registrations(&event, &people[..=size]).await;
        held.registrations(&event, &[stranger]).await;
        let (_, statements) = app
            .statements_of(async {
                let mut replies = held.release().await;
                assert_eq!(replies.pop().unwrap().refusals(), ["NOT_FOUND eventId"]);
                replies.iter().for_each(|reply| drop(reply.done()));
                replies.into_iter().next().unwrap()
            })
            .await;
        let shares = statements.iter().filter(|sql| sql.contains("event_collaborators")).count();
        assert_eq!(shares, 2, "one a batch: {statements:#?}");
        counted.push(statements.iter().filter(|sql| !sql.contains("FOR SHARE")).count());
    }
    assert_eq!(counted[0], counted[1]);
}

#[rstest]
#[tokio::test]
async fn one_person_may_leave_and_come_back_within_a_batch_while_the_line_moves_up(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people::<3>(&app).await;
    let [ada, ben, cid] = [&people[0], &people[1], &people[2]].map(Clone::clone);
    let event = app.event(&olu, json!({ "capacity": 2 })).await;
    let seated = app.registered(&ada, &event, 2).await;
    let mut held = Held::event(&app, &event).await;
    // Nobody's registration: it makes the clerk wait, and changes nothing.
    let own = event.clone();
    held.send(async move |app: Arc<TestApp>| app.register(&olu, &own, 0).await).await;
    let (who, own) = (ben.clone(), event.clone());
    held.send(async move |app: Arc<TestApp>| app.register(&who, &own, 1).await).await;
    let (who, own) = (ada.clone(), seated.clone());
    held.send(async move |app: Arc<TestApp>| app.cancel(&who, &own).await).await;
    let (who, own) = (ada.clone(), event.clone());
    held.send(async move |app: Arc<TestApp>| app.register(&who, &own, 2).await).await;
    let (who, own) = (cid.clone(), event.clone());
    held.send(async move |app: Arc<TestApp>| app.register(&who, &own, 1).await).await;
    let replies = held.release().await;

    assert_eq!(replies[0].refusals(), ["INVALID quantity"]);
    assert_eq!(replies[1].done()["registration"]["waitlistPosition"], 1);
    // Two seats come free, and who waits gets one of them at once.
    let left = replies[2].done()["registration"].clone();
    assert_eq!(left["status"], "CANCELLED");
    assert_eq!(left["event"], json!({ "registeredCount": 1, "waitlistedCount": 0 }));
    let back = replies[3].done()["registration"].clone();
    assert_eq!((&back["status"], &back["waitlistPosition"]), (&json!("WAITLISTED"), &json!(1)));
    assert_ne!(back["id"], json!(seated));
    // A smaller party behind a larger one takes what that cannot use.
    assert_eq!(replies[4].done()["registration"]["status"], "REGISTERED");
    let again = app.register(&ben, &event, 1).await.payload();
    assert_eq!(refused(&again), ["ALREADY_REGISTERED"]);
    assert_eq!(again["registration"]["status"], "REGISTERED");
    assert_eq!(again["registration"]["tickets"].as_array().unwrap().len(), 1);
}

#[rstest]
#[tokio::test]
async fn a_batch_serves_many_events(#[values(Sqlite, Postgres)] on: Database) {
    let app = patient(on, &[]).await;
    let olu = app.organizer("olu").await;
    let people = people::<9>(&app).await;
    let held_one = app.event(&olu, json!({ "capacity": 1 })).await;
    let mut events = Vec::new();
    for _ in 0..4 {
        events.push(app.event(&olu, json!({ "capacity": 1 })).await);
    }
    // On PostgreSQL the other events do not wait for the one that is held.
    let before = if on == Sqlite { Some(Held::event(&app, &held_one).await) } else { None };
    let mut sent = tokio::task::JoinSet::new();
    for (number, person) in people[1..].iter().cloned().enumerate() {
        let (app, event) = (Arc::clone(&app), events[number % 4].clone());
        sent.spawn(async move { app.register(&person, &event, 1).await.done() });
    }
    if let Some(before) = before {
        before.release().await;
    }
    let mut statuses: Vec<String> = Vec::new();
    for payload in sent.join_all().await {
        statuses.push(payload["registration"]["status"].as_str().unwrap().to_owned());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [vec!["REGISTERED"; 4], vec!["WAITLISTED"; 4]].concat());
}

#[tokio::test]
async fn an_event_that_somebody_holds_keeps_no_other_event_waiting() {
    let app = patient(Postgres, &[("DESK_CLERKS", "2")]).await;
    let olu = app.organizer("olu").await;
    let people = people::<6>(&app).await;
    let (slow, quick) = (app.event(&olu, json!({})).await, app.event(&olu, json!({})).await);
    let mut held = Held::event(&app, &slow).await;
    held.registrations(&slow, &people[..1]).await;
    // One clerk waits with the held event; the other serves the rest, again and again.
    held.registrations(&slow, &people[1..3]).await;
    for person in &people[3..] {
        app.register(person, &quick, 1).await.done();
    }
    assert_eq!(held.release().await.len(), 3);
}
