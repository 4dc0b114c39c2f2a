//! `Event.registrationsCsv`.

use rstest::rstest;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use turnout::entity::user;

use crate::event::scene::{Cast, WHO};
use crate::support::make::REGISTER;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const CSV: &str = "query($id: ID!) { event(id: $id) { registrationsCsv } }";

const HEAD: &str = "id,status,quantity,waitlist_position,name,username,email,created_at,\
                    registered_at,cancelled_at,tickets,checked_in";

/// The rows as `status quantity place username email`.
async fn rows(app: &TestApp, who: &Person, event: &str) -> Vec<String> {
    let text = app.send(who, CSV, json!({ "id": event })).await.text("event.registrationsCsv");
    let (head, _) = text.split_once("\r\n").unwrap();
    assert_eq!(head, HEAD);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let line = |row: csv::StringRecord| {
        [1, 2, 3, 5, 6].map(|at| row[at].to_owned()).join(" ").replace("  ", " ").trim().to_owned()
    };
    reader.records().map(|row| line(row.unwrap())).collect()
}

#[rstest]
#[tokio::test]
async fn seats_come_first_then_the_line_then_what_was_cancelled(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "capacity": 3 })).await;
    let mut guests = Vec::new();
    for name in ["ada", "ben", "cid", "dan", "eve"] {
        guests.push(app.attendee(name).await);
    }
    let first = app.registered(&guests[0], &event, 2).await;
    app.registered(&guests[1], &event, 2).await;
    app.registered(&guests[2], &event, 1).await;
    app.registered(&guests[3], &event, 3).await;
    let fifth = app.registered(&guests[4], &event, 2).await;
    // Ben moves up, after Cid had his seat; Ada and Eve leave.
    app.cancel(&guests[0], &first).await.done();
    app.cancel(&guests[4], &fifth).await.done();
    let expected = [
        "REGISTERED 1 cid cid@example.org",
        "REGISTERED 2 ben ben@example.org",
        "WAITLISTED 3 1 dan dan@example.org",
        "CANCELLED 2 ada ada@example.org",
        "CANCELLED 2 eve eve@example.org",
    ];
    assert_eq!(rows(&app, &olu, &event).await, expected);
}

#[rstest]
#[tokio::test]
async fn no_cell_is_a_formula(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let db = app.core.db.begin().await.unwrap();
    let row = user::Entity::find_by_id(ada.user_id).one(&db).await.unwrap().unwrap();
    let row = user::Model { first_name: "=cmd|'/c calc'!A1".to_owned(), ..row };
    row.into_active_model().reset_all().update(&db).await.unwrap();
    db.commit().await.unwrap();
    let event = app.event(&olu, json!({})).await;
    app.registered(&ada, &event, 1).await;
    let text = app.send(&olu, CSV, json!({ "id": event })).await.text("event.registrationsCsv");
    assert!(text.contains(",'=cmd|'/c calc'!A1,"), "{text}");
}

#[rstest]
#[tokio::test]
async fn addresses_follow_the_rule_of_the_registration(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
    let ada = app.attendee("ada").await;
    let event = app.event(&olu, json!({})).await;
    let input = json!({ "eventId": event, "person": { "id": ada.id } });
    app.send(&olu, REGISTER, json!({ "input": input })).await.done();
    // Ada did not give her address to the organizer, who knew but her id.
    assert_eq!(rows(&app, &olu, &event).await, ["REGISTERED 1 ada"]);
    assert_eq!(rows(&app, &root, &event).await, ["REGISTERED 1 ada ada@example.org"]);
}

#[rstest]
#[tokio::test]
async fn editors_alone_get_it(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let cast = Cast::new(&app).await;
    let event = cast.stage(&app, json!({})).await;
    for who in WHO {
        let reply = app.send(cast.get(who), CSV, json!({ "id": event })).await;
        let refusal = match who {
            "anonymous" => "UNAUTHENTICATED",
            "editor" | "owner" | "admin" => {
                assert_eq!(reply.text("event.registrationsCsv").lines().count(), 3, "{who}");
                continue;
            }
            _ => "FORBIDDEN",
        };
        assert_eq!(reply.codes(), [refusal], "{who}");
        assert_eq!(reply.json()["data"], json!({ "event": { "registrationsCsv": Value::Null } }));
    }
}
