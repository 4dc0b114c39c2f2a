//! Notifications in a person's export, and when their account is erased.

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use turnout::entity::notification;

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn they_are_in_the_export_and_go_with_the_account(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let (ada, ben) = (app.attendee("ada").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({})).await;
    let seat = app.registered(&ada, &event, 1).await;
    app.registered(&ben, &event, 1).await;
    let export = app.send(&ada, "{ viewer { dataExport } }", json!({})).await;
    let section = export.at("viewer.dataExport.notifications");
    assert_eq!(section["isComplete"], true);
    let items = section["items"].as_array().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!((&items[0]["kind"], &items[0]["eventId"]), (&json!("REGISTERED"), &json!(event)));
    assert_eq!((&items[0]["registrationId"], &items[0]["readAt"]), (&json!(seat), &json!(null)));
    assert!(items[0]["message"].as_str().unwrap().starts_with("You have a seat"));

    let left = async |who: &crate::support::Person| {
        let own = notification::Column::UserId.eq(who.user_id);
        let rows = notification::Entity::find().filter(own);
        rows.count(app.core.db.read()).await.unwrap()
    };
    app.delete_user(&root, &ada.id).await.done();
    assert_eq!((left(&ada).await, left(&ben).await), (0, 1));
    // Whatever comes later does not find them.
    app.cancel_event(&olu, &event).await.done();
    app.settle().await;
    assert_eq!((left(&ada).await, left(&ben).await), (0, 2));
}
