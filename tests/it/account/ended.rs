//! A request that was under way when its account ended: it was let in, but gives nothing any more.

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use turnout::domain::access::Viewer;
use turnout::domain::event::{self as events, Fields, NewEvent};
use turnout::domain::registration::{NewRegistration, register};
use turnout::domain::{Core, account};
use turnout::entity::word::RegistrationStatus;
use turnout::entity::{event, registration};
use turnout::kernel::error::Failure;
use turnout::kernel::id::EventId;

use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// The person as a request that has just begun knows them.
async fn let_in(core: &Core, person: &Person) -> Viewer {
    account::authenticate(core, &person.token, None).await.unwrap().unwrap()
}

fn seat(event: &str) -> NewRegistration {
    let event_id = EventId::parse(event).unwrap();
    NewRegistration { event_id, person: None, quantity: 1, join_waitlist: true, key: None }
}

async fn like(core: &Core, event: &str) -> NewEvent {
    let id = EventId::parse(event).unwrap();
    let row = event::Entity::find_by_id(id).one(core.db.read()).await.unwrap().unwrap();
    NewEvent { fields: Fields::of(&row), category: None, publish: true }
}

#[rstest]
#[tokio::test]
async fn an_account_that_ended_gets_neither_seat_nor_event(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(true, false)] is_erased: bool,
) {
    let app = TestApp::start(on).await;
    let (root, ann) = (app.admin("root").await, app.organizer("ann").await);
    let event = app.event(&root, json!({})).await;
    let viewer = let_in(&app.core, &ann).await;
    if is_erased {
        app.delete_user(&root, &ann.id).await.done();
    } else {
        app.update_user(&root, &ann.id, json!({ "isActive": false })).await.done();
    }
    let seated = register(&app.core, &viewer, seat(&event)).await;
    assert!(matches!(seated, Err(Failure::Unauthenticated)), "{seated:?}");
    let new = like(&app.core, &event).await;
    let made = events::create(&app.core, viewer.organizer().unwrap(), new).await;
    assert!(matches!(made, Err(Failure::Unauthenticated)), "{made:?}");
    let read = app.core.db.read();
    assert_eq!(registration::Entity::find().count(read).await.unwrap(), 0);
    assert_eq!(event::Entity::find().count(read).await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn an_organizer_who_was_demoted_makes_no_event(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (root, ann) = (app.admin("root").await, app.organizer("ann").await);
    let event = app.event(&root, json!({})).await;
    let viewer = let_in(&app.core, &ann).await;
    app.update_user(&root, &ann.id, json!({ "role": "ATTENDEE" })).await.done();
    let new = like(&app.core, &event).await;
    let made = events::create(&app.core, viewer.organizer().unwrap(), new).await;
    assert!(matches!(made, Err(Failure::Forbidden)), "{made:?}");
    assert_eq!(event::Entity::find().count(app.core.db.read()).await.unwrap(), 1);
}

#[rstest]
#[tokio::test]
async fn no_seat_is_left_with_a_person_erased_in_the_same_moment(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let root = app.admin("root").await;
    let event = app.event(&root, json!({})).await;
    for round in 0..12 {
        let ann = app.attendee(&format!("ann{round}")).await;
        let viewer = let_in(&app.core, &ann).await;
        let (seated, erased) = tokio::join!(
            register(&app.core, &viewer, seat(&event)),
            app.delete_user(&root, &ann.id),
        );
        erased.done();
        assert!(matches!(seated, Ok(_) | Err(Failure::Unauthenticated)), "{seated:?}");
    }
    let left = registration::Entity::find()
        .filter(registration::Column::Status.ne(RegistrationStatus::Cancelled));
    assert_eq!(left.count(app.core.db.read()).await.unwrap(), 0);
}
