//! The figures of an event are those of its rows, whatever comes at once.

use std::sync::Arc;

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;
use tokio::task::JoinSet;
use turnout::entity::{event, feedback};
use turnout::kernel::id::EventId;

use crate::support::{Database, Postgres, Sqlite, TestApp};

/// The counters of `event`, and what its rows say.
async fn books(app: &TestApp, event: &str) -> ((i32, i32), (i32, i32)) {
    let (id, on) = (EventId::parse(event).unwrap(), app.core.db.read());
    let row = event::Entity::find_by_id(id).one(on).await.unwrap().unwrap();
    let said = feedback::Entity::find().filter(feedback::Column::EventId.eq(id));
    let said = said.all(on).await.unwrap();
    let count = i32::try_from(said.len()).unwrap();
    let sum = said.iter().map(|feedback| feedback.rating).sum();
    ((row.feedback_count, row.rating_sum), (count, sum))
}

#[rstest]
#[tokio::test]
async fn the_figures_hold_when_everybody_speaks_at_once(#[values(Sqlite, Postgres)] on: Database) {
    let app = Arc::new(TestApp::start(on).await);
    let olu = app.organizer("olu").await;
    let mut guests = Vec::new();
    for number in 0..12 {
        guests.push(app.attendee(&format!("guest{number}")).await);
    }
    let event = app.event_with(&olu, &guests.iter().collect::<Vec<_>>()).await;
    app.over();
    let mut all = JoinSet::new();
    // Everybody twice: the second time is refused, and nothing is counted twice.
    for (number, guest) in guests.iter().chain(&guests).enumerate() {
        let (app, guest, event) = (Arc::clone(&app), guest.clone(), event.clone());
        let rating = i32::try_from(number % 5).unwrap() + 1;
        all.spawn(async move {
            let reply = app.leave(&guest, &event, json!({ "rating": rating })).await.payload();
            reply["userErrors"].as_array().unwrap().is_empty()
        });
    }
    let taken = all.join_all().await.into_iter().filter(|taken| *taken).count();
    assert_eq!(taken, 12);
    let (counted, rows) = books(&app, &event).await;
    assert_eq!((counted, rows.0), (rows, 12));
}

#[rstest]
#[tokio::test]
async fn feedback_that_is_changed_and_deleted_at_once_is_counted_right(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = Arc::new(TestApp::start(on).await);
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ben = app.attendee("ben").await;
    let event = app.event_with(&olu, &[&ada, &ben]).await;
    app.over();
    app.left(&ben, &event, 3).await;
    let id = app.left(&ada, &event, 5).await;
    let mut all = JoinSet::new();
    for number in 0..10 {
        let (app, ada, id) = (Arc::clone(&app), ada.clone(), id.clone());
        all.spawn(async move {
            if number == 5 {
                app.delete_feedback(&ada, &id).await.payload();
            } else {
                let change = json!({ "rating": number % 5 + 1 });
                app.change_feedback(&ada, &id, change).await.payload();
            }
        });
    }
    all.join_all().await;
    let (counted, rows) = books(&app, &event).await;
    assert_eq!((counted, rows), ((1, 3), (1, 3)));
}

#[rstest]
#[tokio::test]
async fn an_erased_account_leaves_its_rating_and_takes_its_words(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada, root) =
        (app.organizer("olu").await, app.attendee("ada").await, app.admin("root").await);
    let event = app.event_with(&olu, &[&ada]).await;
    app.over();
    let said = json!({ "rating": 5, "comment": "I am Ada, call me on 555-0100." });
    app.leave(&ada, &event, said).await.done();
    let erase = "mutation($id: ID!) { deleteUser(input: { id: $id }) { userErrors { code } } }";
    app.send(&root, erase, json!({ "id": ada.id })).await.done();
    let asked = "query($id: ID!) { event(id: $id) { feedbackCount averageRating
        feedback { nodes { rating comment author { displayName } } } } }";
    let seen = app.send(&olu, asked, json!({ "id": event })).await.at("event");
    assert_eq!((&seen["feedbackCount"], &seen["averageRating"]), (&json!(1), &json!(5.0)));
    let node = &seen["feedback"]["nodes"][0];
    assert_eq!((&node["rating"], &node["comment"]), (&json!(5), &json!("")));
    assert_eq!(node["author"]["displayName"], "Deleted account");
}
