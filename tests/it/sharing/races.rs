//! Sharing, handing on and erasing at once: whatever comes first, the books are right, and nobody waits
//! for ever.

use std::sync::Arc;

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tokio::task::JoinSet;
use turnout::entity::{event, event_collaborator, user};
use turnout::kernel::id::EventId;

use crate::sharing::{remove, share, shown, transfer};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const ERASE: &str = "mutation($id: ID!) { deleteUser(input: { id: $id }) {
    deletedUserId userErrors { code message field } } }";

async fn start(on: Database) -> Arc<TestApp> {
    Arc::new(TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await)
}

/// Nobody who was erased owns an event that is to come, or has a share.
async fn faults(app: &TestApp) -> Vec<String> {
    let on = app.core.db.read();
    let erased = user::Entity::find().filter(user::Column::ErasedAt.is_not_null());
    let mut faults = Vec::new();
    for gone in erased.all(on).await.unwrap() {
        let owned = event::Entity::find().filter(event::Column::OrganizerId.eq(gone.id));
        let shared = event_collaborator::Entity::find()
            .filter(event_collaborator::Column::UserId.eq(gone.id));
        if let Some(event) = owned.one(on).await.unwrap() {
            faults.push(format!("{} owns {}", gone.id, event.id));
        }
        if let Some(share) = shared.one(on).await.unwrap() {
            faults.push(format!("{} is {:?}", gone.id, share.role));
        }
    }
    faults
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_erased_in_the_same_moment_gets_neither_share_nor_event(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let mut crowd = JoinSet::new();
    for number in 0..12 {
        let new = app.organizer(&format!("new{number}")).await;
        let event = app.event(&olu, json!({})).await;
        let acts = [app.clone(), app.clone()];
        let [erase, act] = acts;
        let (root, olu, gone) = (root.clone(), olu.clone(), new.clone());
        crowd.spawn(async move {
            let reply = erase.send(&root, ERASE, json!({ "id": gone.id })).await;
            let payload = reply.payload();
            let codes = payload["userErrors"].as_array().unwrap();
            assert!(codes.iter().all(|error| error["code"] == "IN_USE"), "{payload:#}");
        });
        crowd.spawn(async move {
            let reply = if number % 2 == 0 {
                transfer(&act, &olu, &event, &new.id).await
            } else {
                share(&act, &olu, &event, json!({ "id": new.id }), "EDITOR").await
            };
            let payload = reply.payload();
            let codes = payload["userErrors"].as_array().unwrap();
            assert!(codes.iter().all(|error| error["code"] == "NOT_FOUND"), "{payload:#}");
        });
    }
    crowd.join_all().await;
    assert_eq!(faults(&app).await, [""; 0]);
}

/// Each hands the event on to the next as soon as it is theirs; whoever comes too early is forbidden.
#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_event_that_is_handed_around_has_one_owner_and_a_version_for_each_step(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let mut people = vec![olu];
    for number in 0..4 {
        people.push(app.organizer(&format!("new{number}")).await);
    }
    let mut crowd = JoinSet::new();
    for (at, person) in people.iter().cloned().enumerate() {
        let next = people[(at + 1) % people.len()].clone();
        let (app, event) = (Arc::clone(&app), event.clone());
        crowd.spawn(async move {
            let mut done = 0;
            for _ in 0..10 {
                let reply = transfer(&app, &person, &event, &next.id).await;
                done += i32::from(reply.json().get("errors").is_none());
            }
            done
        });
    }
    let steps: i32 = crowd.join_all().await.iter().sum();
    assert!(steps >= 1);
    let id = EventId::parse(&event).unwrap();
    let row = event::Entity::find_by_id(id).one(app.core.db.read()).await.unwrap().unwrap();
    assert_eq!(row.version, steps + 1);
    let owner: Vec<&Person> =
        people.iter().filter(|person| person.user_id == row.organizer_id).collect();
    let collaborators = shown(&app, owner[0], &event).await;
    assert!(collaborators.iter().all(|one| one.ends_with(" EDITOR")), "{collaborators:?}");
    assert!(!collaborators.contains(&format!("{} EDITOR", owner[0].username)));
}

#[rstest]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shares_in_any_order_with_registrations_and_removals_do_not_wait_for_each_other(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let mut people = Vec::new();
    for number in 0..8 {
        people.push(app.attendee(&format!("person{number}")).await);
    }
    let mut crowd = JoinSet::new();
    for turn in 0..16 {
        let mut order = people.clone();
        if turn % 2 == 1 {
            order.reverse();
        }
        let (app, olu, event) = (Arc::clone(&app), olu.clone(), event.clone());
        crowd.spawn(async move {
            if turn % 4 == 3 {
                for person in &order {
                    let reply = remove(&app, &olu, &event, &person.id).await;
                    assert_eq!(reply.json().get("errors"), None);
                }
                return;
            }
            let with: Vec<_> = order
                .iter()
                .map(|person| json!({ "person": { "id": person.id }, "role": "VIEWER" }))
                .collect();
            let person = order[turn % order.len()].clone();
            let shared = crate::sharing::share_all(&app, &olu, &event, json!(with));
            let registered = app.register(&person, &event, 1);
            let (shared, registered) = futures::join!(shared, registered);
            shared.done();
            assert_eq!(registered.json().get("errors"), None);
        });
    }
    crowd.join_all().await;
    share(&app, &olu, &event, json!({ "id": people[0].id }), "VIEWER").await.done();
}
