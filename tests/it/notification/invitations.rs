//! Invited addresses are mailed, known or not alike; so many a day, and not who does not want it.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use turnout::entity::{event_invitation, job};

use crate::sharing::{SHARE, share};
use crate::support::{Database, Person, Postgres, Reply, Sqlite, TestApp};

async fn invite(app: &TestApp, who: &Person, event: &str, addresses: &[String]) -> Reply {
    let entry = |address: &String| json!({ "person": { "email": address }, "role": "EDITOR" });
    let with: Vec<Value> = addresses.iter().map(entry).collect();
    app.send(who, SHARE, json!({ "input": { "eventId": event, "with": with } })).await
}

#[rstest]
#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_mail(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ada = app.proved(ada).await;
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    let addresses = [ada.email.clone(), "New@Example.org".to_owned()];
    invite(&app, &olu, &event, &addresses).await.done();
    let mut mails = app.mails().await;
    mails.sort_by(|one, other| one.to.cmp(&other.to));
    assert_eq!(mails.iter().map(|mail| &mail.to).collect::<Vec<_>>(), [&addresses[1], &ada.email]);
    assert_eq!(
        (&mails[0].subject, &mails[0].text, &mails[0].html),
        (&mails[1].subject, &mails[1].text, &mails[1].html)
    );
    assert_eq!(mails[0].subject, "You are invited to Concert");
    let said =
        "olu invites you to “Concert”, Sun 2 June 2030, 12:00 (UTC), Lagos: you may edit it.";
    assert!(mails[0].text.contains(said), "{}", mails[0].text);
    assert_ne!(mails[0].message_id, mails[1].message_id);
    assert!(app.told(&ada).await.is_empty());
}

#[rstest]
#[tokio::test]
async fn who_wants_none_gets_none_and_the_inviter_sees_no_difference(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let ada = app.proved(ada).await;
    app.set_notifications(&ada, false, true).await;
    let event = app.event(&olu, json!({})).await;
    let new = "new@example.org".to_owned();
    let both = [ada.email.clone(), new.clone()];
    let first = invite(&app, &olu, &event, &both).await.done();
    let mail = TestApp::only(app.mails().await, &new);
    let address = mail.extras.unsubscribe.unwrap();
    let path = address.strip_prefix("http://127.0.0.1:8000").unwrap();
    let post = Request::post(path).body(Body::empty()).unwrap();
    assert_eq!(app.request(post).await.status, StatusCode::OK);
    let again = invite(&app, &olu, &event, &both).await.done();
    assert_eq!(again["invitations"], first["invitations"]);
    assert!(app.mails().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn an_invitation_that_is_taken_back_in_time_is_not_mailed(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("withdraw", "delete")] how: &str,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    share(&app, &olu, &event, json!({ "email": "new@example.org" }), "VIEWER").await.done();
    if how == "delete" {
        app.delete_event(&olu, &event).await.done();
    } else {
        let withdraw = "mutation($input: WithdrawInvitationInput!) {
            withdrawInvitation(input: $input) { userErrors { code } } }";
        let input = json!({ "eventId": event, "email": "new@example.org" });
        app.send(&olu, withdraw, json!({ "input": input })).await.done();
    }
    assert!(app.mails().await.is_empty());
}

#[rstest]
#[tokio::test]
async fn an_inviter_has_a_hundred_and_nothing_is_shared_beyond(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("RATE_LIMIT", "on")]).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({})).await;
    let addresses = |from: usize, to: usize| -> Vec<String> {
        (from..to).map(|number| format!("guest{number}@example.org")).collect()
    };
    // What is refused costs nothing.
    let refused = invite(&app, &olu, &event, std::slice::from_ref(&olu.email)).await;
    assert_eq!(refused.refusals(), ["INVALID with.0.person.email"]);
    invite(&app, &olu, &event, &addresses(0, 60)).await.done();
    let counts = async || {
        let rows = event_invitation::Entity::find().all(app.core.db.read()).await.unwrap().len();
        (rows, job::Entity::find().all(app.core.db.read()).await.unwrap().len())
    };
    let before = counts().await;
    let refused = invite(&app, &olu, &event, &addresses(60, 101)).await;
    assert_eq!(refused.codes(), ["RATE_LIMITED"]);
    assert_eq!(counts().await, before);
    invite(&app, &olu, &event, &addresses(60, 100)).await.done();
    let one = addresses(100, 101);
    assert_eq!(invite(&app, &olu, &event, &one).await.codes(), ["RATE_LIMITED"]);
    app.advance(chrono::TimeDelta::seconds(865));
    invite(&app, &olu, &event, &one).await.done();
}
