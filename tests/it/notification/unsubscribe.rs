//! Ending mail by one post, without a session; and by nothing else.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;
use serde_json::json;

use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

const SETTINGS: &str = "{ viewer { notificationSettings { email reminders } } }";

/// Somebody with a mail, and the path that it names.
async fn mailed(app: &TestApp) -> (Person, String) {
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ada = app.proved(ada).await;
    let event = app.event(&olu, json!({ "startsAt": "2030-06-08T12:00:00Z" })).await;
    app.registered(&ada, &event, 1).await;
    let mail = TestApp::only(app.mails().await, &ada.email);
    let address = mail.extras.unsubscribe.unwrap();
    (ada, address.strip_prefix("http://127.0.0.1:8000").unwrap().to_owned())
}

async fn ask(app: &TestApp, method: &str, path: &str) -> Reply {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("content-type", "application/x-www-form-urlencoded");
    app.request(request.body(Body::from("List-Unsubscribe=One-Click")).unwrap()).await
}

async fn wants(app: &TestApp, who: &Person) -> bool {
    let settings = app.send(who, SETTINGS, json!({})).await.at("viewer.notificationSettings");
    settings["email"].as_bool().unwrap()
}

#[rstest]
#[tokio::test]
async fn one_post_ends_mail_and_a_look_does_not(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, path) = mailed(&app).await;
    for method in ["GET", "HEAD", "PUT", "DELETE"] {
        let reply = ask(&app, method, &path).await;
        assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(reply.headers["allow"], "POST");
        assert!(wants(&app, &ada).await, "{method}");
    }
    for _ in 0..2 {
        let reply = ask(&app, "POST", &path).await;
        assert_eq!(reply.status, StatusCode::OK);
        assert_eq!(reply.headers["cache-control"], "no-store");
        assert!(!wants(&app, &ada).await);
    }
    // They may want it again, and the old address still ends it.
    app.set_notifications(&ada, true, true).await;
    assert!(wants(&app, &ada).await);
    assert_eq!(ask(&app, "POST", &path).await.status, StatusCode::OK);
    assert!(!wants(&app, &ada).await);
}

#[rstest]
#[tokio::test]
async fn what_is_no_secret_of_ours_changes_nothing(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ada, path) = mailed(&app).await;
    let mut forged = path.clone();
    let last = if forged.pop() == Some('A') { 'Q' } else { 'A' };
    forged.push(last);
    for bad in [forged.as_str(), "/unsubscribe/x", "/unsubscribe/%00", &format!("{path}A")] {
        assert_eq!(ask(&app, "POST", bad).await.status, StatusCode::NOT_FOUND, "{bad}");
    }
    assert!(wants(&app, &ada).await);
    let root = app.admin("root").await;
    app.delete_user(&root, &ada.id).await.done();
    assert_eq!(ask(&app, "POST", &path).await.status, StatusCode::NOT_FOUND);
}
