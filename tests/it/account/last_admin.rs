//! There is always an admin who can sign in.

use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use turnout::entity::user;
use turnout::entity::word::Role;

use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn the_last_admin_can_neither_step_down_nor_leave(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    let off = app.admin("off").await;
    app.update_user(&root, &off.id, json!({ "isActive": false })).await.done();
    let before = app.user_row(root.user_id).await;
    let demoted = app.update_user(&root, &root.id, json!({ "role": "STAFF" })).await;
    assert_eq!(demoted.refusals(), ["LAST_ADMIN role"]);
    let disabled = app.update_user(&root, &root.id, json!({ "isActive": false })).await;
    assert_eq!(disabled.refusals(), ["LAST_ADMIN isActive"]);
    assert_eq!(app.delete_user(&root, &root.id).await.refusals(), ["LAST_ADMIN id"]);
    assert_eq!(app.user_row(root.user_id).await, before);
    assert!(app.is_live(&root.token).await);
    app.delete_user(&root, &off.id).await.done();
}

#[rstest]
#[tokio::test]
async fn with_another_admin_each_of_them_may_go(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let root = app.admin("root").await;
    for change in [json!({ "role": "STAFF" }), json!({ "isActive": false })] {
        let other = app.admin(&format!("other{}", app.user_count().await)).await;
        app.update_user(&other, &other.id, change).await.done();
    }
    let other = app.admin("other").await;
    app.delete_user(&other, &root.id).await.done();
    assert_eq!(app.delete_user(&other, &other.id).await.refusals(), ["LAST_ADMIN id"]);
}

#[rstest]
#[tokio::test]
async fn of_two_admins_who_demote_each_other_at_once_one_stays(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let (ann, bob) = (app.admin("ann").await, app.admin("bob").await);
    let demoted = || json!({ "role": "ATTENDEE" });
    let (one, two) = tokio::join!(
        app.update_user(&ann, &bob.id, demoted()),
        app.update_user(&bob, &ann.id, demoted()),
    );
    assert_eq!((one.status.as_u16(), two.status.as_u16()), (200, 200));
    let admins = user::Entity::find().filter(user::Column::Role.eq(Role::Admin));
    assert_eq!(admins.count(app.core.db.read()).await.unwrap(), 1);
}
