//! The end of an account by its owner, settings, and the export.

use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use turnout::entity::word::Role;
use turnout::entity::{audit_entry, session};

use crate::account::{PASSWORD, Session, assert_denied};
use crate::support::app::post;
use crate::support::{Database, Postgres, Sqlite, TestApp};
use crate::throttle::ON;

const DELETE: &str =
    "mutation($password: String!) { deleteAccount(input: { password: $password }) {
    deletedUserId userErrors { code message field } } }";
const SETTINGS: &str = "mutation($input: UpdateNotificationSettingsInput!) {
    updateNotificationSettings(input: $input) { settings { email reminders }
        userErrors { code message field } } }";
const EXPORT: &str = "{ viewer { dataExport } }";

/// Signs somebody up and gives them a role.
async fn signed_up_as(app: &TestApp, email: &str, role: Role) -> Session {
    let session = app.signed_up(email).await;
    let root = app.admin(&format!("root-of-{}", session.person.username)).await;
    let role = format!("{role:?}").to_uppercase();
    app.update_user(&root, &session.person.id, json!({ "role": role })).await.done();
    app.delete_user(&root, &root.id).await;
    session
}

#[rstest]
#[tokio::test]
async fn who_knows_the_password_erases_their_account(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await;
    let other = app.signed_in("ann").await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "capacity": 1 })).await;
    app.registered(&ann.person, &event, 1).await;
    for wrong in ["", "wrong", &"x".repeat(300)] {
        let reply = app.send(&ann.person, DELETE, json!({ "password": wrong })).await;
        assert_eq!(reply.refusals(), ["INVALID_CREDENTIALS password"]);
        assert_eq!(reply.payload()["deletedUserId"], Value::Null);
    }
    let denied = app.send(None, DELETE, json!({ "password": PASSWORD })).await;
    assert_denied(&denied, "UNAUTHENTICATED");
    assert!(app.is_live(&other.person.token).await);

    let body = json!({ "query": DELETE, "variables": { "password": PASSWORD } }).to_string();
    let request = TestApp::from("203.0.113.7:1", post(Some(&ann.person.token), body));
    let done = app.request(request).await.done();
    assert_eq!(done["deletedUserId"], ann.person.id);
    assert!(!app.is_live(&ann.person.token).await && !app.is_live(&other.person.token).await);
    assert_eq!(app.try_sign_in("ann", PASSWORD).await.refusals(), ["INVALID_CREDENTIALS"]);
    let row = app.user_row(ann.person.user_id).await;
    assert!(row.erased_at.is_some());
    let seats = "query($id: ID!) { event(id: $id) { registeredCount } }";
    assert_eq!(app.send(&olu, seats, json!({ "id": event })).await.at("event.registeredCount"), 0);
    // The log keeps that it was done, and forgets from where.
    let entries = audit_entry::Entity::find().all(app.core.db.read()).await.unwrap();
    let last = entries.last().unwrap();
    assert_eq!((last.action.as_str(), last.actor_id), ("user.erased", Some(ann.person.user_id)));
    assert_eq!(last.ip_address, None);
    let text = format!("{entries:?}").to_lowercase();
    assert!(!text.contains("ann@") && !text.contains("203.0.113"), "{text}");
}

#[rstest]
#[tokio::test]
async fn an_organizer_of_coming_events_and_the_last_admin_stay(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = signed_up_as(&app, "olu@example.org", Role::Organizer).await;
    app.event(&olu.person, json!({})).await;
    let refused = app.send(&olu.person, DELETE, json!({ "password": PASSWORD })).await;
    assert_eq!(refused.refusals(), ["IN_USE"]);
    assert!(app.is_live(&olu.person.token).await);

    let app = TestApp::start(on).await;
    let ann = app.signed_up("ann@example.org").await;
    let root = app.admin("root").await;
    app.update_user(&root, &ann.person.id, json!({ "role": "ADMIN" })).await.done();
    app.update_user(&root, &root.id, json!({ "role": "ATTENDEE" })).await.done();
    let refused = app.send(&ann.person, DELETE, json!({ "password": PASSWORD })).await;
    assert_eq!(refused.refusals(), ["LAST_ADMIN"]);
    assert_eq!(app.user_row(ann.person.user_id).await.erased_at, None);
    assert!(app.is_live(&ann.person.token).await);
}

#[rstest]
#[tokio::test]
async fn of_two_admins_who_leave_at_once_one_stays(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, &[("DB_ACQUIRE_TIMEOUT", "60s")]).await;
    let (ann, bob) = (app.signed_up("ann@a.org").await, app.signed_up("bob@b.org").await);
    let root = app.admin("root").await;
    for admin in [&ann, &bob] {
        app.update_user(&root, &admin.person.id, json!({ "role": "ADMIN" })).await.done();
    }
    app.update_user(&root, &root.id, json!({ "role": "ATTENDEE" })).await.done();
    let leave = |who| app.send(who, DELETE, json!({ "password": PASSWORD }));
    let (one, two) = tokio::join!(leave(&ann.person), leave(&bob.person));
    let mut refused: Vec<String> = Vec::new();
    for reply in [&one, &two] {
        if reply.payload()["deletedUserId"].is_null() {
            refused.extend(reply.refusals());
        }
    }
    assert_eq!(refused, ["LAST_ADMIN"]);
}

#[rstest]
#[tokio::test]
async fn settings_are_kept_and_those_left_out_stay(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (ann, bob) = (app.attendee("ann").await, app.attendee("bob").await);
    let asked = "{ viewer { notificationSettings { email reminders } } }";
    let path = "viewer.notificationSettings";
    let all = json!({ "email": true, "reminders": true });
    assert_eq!(app.send(&ann, asked, json!({})).await.at(path), all);
    let set = async |input: Value| app.send(&ann, SETTINGS, json!({ "input": input })).await;
    let settings = json!({ "email": false, "reminders": true });
    assert_eq!(set(json!({ "email": false })).await.done()["settings"], settings);
    let settings = json!({ "email": false, "reminders": false });
    assert_eq!(set(json!({ "reminders": false })).await.done()["settings"], settings);
    assert_eq!(set(json!({})).await.done()["settings"], settings);
    let refused = set(json!({ "email": null, "reminders": null })).await;
    assert_eq!(refused.refusals(), ["INVALID email", "INVALID reminders"]);
    assert_eq!(app.send(&ann, asked, json!({})).await.at(path), settings);
    assert_eq!(app.send(&bob, asked, json!({})).await.at(path), all);
    let denied = app.send(None, SETTINGS, json!({ "input": {} })).await;
    assert_denied(&denied, "UNAUTHENTICATED");
}

#[rstest]
#[tokio::test]
async fn an_export_holds_everything_of_the_person_and_nothing_of_others(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = signed_up_as(&app, "olu@example.org", Role::Organizer).await;
    let (root, bob) = (app.admin("root").await, app.organizer("bob").await);
    let own = app.event(&olu.person, json!({ "title": "Jazz" })).await;
    let others = app.event(&bob, json!({})).await;
    app.registered(&olu.person, &others, 2).await;
    app.registered(&bob, &own, 1).await;
    app.share(&others, &olu.person, turnout::entity::word::CollaboratorRole::Editor).await;
    app.update_user(&root, &olu.person.id, json!({ "firstName": "Olu" })).await.done();

    let export = app.send(&olu.person, EXPORT, json!({})).await.at("viewer.dataExport");
    let profile = &export["profile"];
    assert_eq!(
        (&profile["email"], &profile["firstName"]),
        (&json!("olu@example.org"), &json!("Olu"))
    );
    for (section, count) in [
        ("sessions", 1),
        ("registrations", 1),
        ("checkIns", 0),
        ("events", 1),
        ("collaborations", 1),
        ("eventChanges", 1),
        ("feedback", 0),
        ("auditLog", 3),
    ] {
        assert_eq!(export[section]["isComplete"], true, "{section}");
        assert_eq!(export[section]["items"].as_array().unwrap().len(), count, "{section}");
    }
    assert_eq!(export["events"]["items"][0]["title"], "Jazz");
    let registration = &export["registrations"]["items"][0];
    assert_eq!(registration["eventId"], json!(others));
    assert_eq!(registration["tickets"].as_array().unwrap().len(), 2);
    let line = &export["auditLog"]["items"][0];
    assert_eq!((&line["action"], &line["byYou"]), (&json!("user.updated"), &json!(false)));
    let text = export.to_string();
    for secret in ["bob", &bob.id, &root.id, "argon2", "$"] {
        assert!(!text.contains(secret), "{secret}: {export:#}");
    }
}

#[rstest]
#[tokio::test]
async fn exports_are_few(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start_with(on, ON).await;
    let (ann, bob) = (app.attendee("ann").await, app.attendee("bob").await);
    let five =
        "{ viewer { a: dataExport b: dataExport c: dataExport d: dataExport e: dataExport } }";
    for _ in 0..2 {
        app.send(&ann, five, json!({})).await.data();
    }
    let refused = app.send(&ann, EXPORT, json!({})).await;
    let json = refused.json();
    assert_eq!(refused.codes(), ["RATE_LIMITED"]);
    assert_eq!(json["data"]["viewer"], Value::Null);
    app.send(&bob, EXPORT, json!({})).await.data();
    assert_eq!(session::Entity::find().count(app.core.db.read()).await.unwrap(), 2);
}
