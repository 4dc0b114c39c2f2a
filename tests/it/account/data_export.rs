//! Nothing that is stored about people is forgotten in their export.

use rstest::rstest;
use serde_json::json;

use crate::storage::texts;
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Each column that refers to people, and the section of the export that holds its rows. Whoever adds a
/// column adds a section in `src/domain/data_export/`, or says here why there is none.
///
/// What stands here for a day and refers to people without a foreign key: `idempotency_keys.user_id`, which has a
/// section too; `jobs.person_id`, letters on their way to the person's own mailbox, emptied once they are sent. What
/// waits for an address to be proved is nobody's yet.
const COLUMNS: &[(&str, &str)] = &[
    ("audit_entries.actor_id", "auditLog"),
    ("event_collaborators.user_id", "collaborations"),
    ("event_invitations.invited_by", "invited"),
    ("event_versions.actor_id", "eventChanges"),
    ("events.organizer_id", "events"),
    ("feedback.author_id", "feedback"),
    ("pending_addresses.user_id", "pendingAddress"),
    ("registrations.user_id", "registrations"),
    ("sessions.user_id", "sessions"),
    ("tickets.checked_in_by", "checkIns"),
];

#[rstest]
#[tokio::test]
async fn every_column_that_refers_to_people_is_in_a_section(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let sql = match on {
        Sqlite => {
            "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m,
                pragma_foreign_key_list(m.name) f
                WHERE m.type = 'table' AND f.\"table\" = 'users'"
        }
        Postgres => {
            "SELECT c.conrelid::regclass || '.' || a.attname FROM pg_constraint c
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
                WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass"
        }
    };
    let mut found = texts(app.core.db.read(), sql).await;
    found.sort_unstable();
    let known: Vec<&str> = COLUMNS.iter().map(|(column, _)| *column).collect();
    assert_eq!(found, known);

    let ann = app.attendee("ann").await;
    let reply = app.send(&ann, "{ viewer { dataExport } }", json!({})).await;
    let export = reply.at("viewer.dataExport");
    assert!(export["idempotencyKeys"]["items"].is_array(), "kept without a foreign key");
    for (column, section) in COLUMNS {
        assert!(export[section]["items"].is_array(), "{column} is in no section {section}");
    }
}

#[rstest]
#[tokio::test]
async fn keys_by_which_a_registration_may_be_repeated_are_in_it(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start(on).await;
    let (olu, ann, ben) =
        (app.organizer("olu").await, app.attendee("ann").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({})).await;
    let mut made = Vec::new();
    for (who, key) in [(&ann, "mine"), (&ben, "his")] {
        let input = json!({ "eventId": event, "quantity": 1, "idempotencyKey": key });
        let done = app.send(who, crate::support::make::REGISTER, json!({ "input": input })).await;
        made.push(done.done()["registration"]["id"].clone());
    }
    let export = app.send(&ann, "{ viewer { dataExport } }", json!({})).await;
    let keys = export.at("viewer.dataExport.idempotencyKeys.items");
    assert_eq!(keys.as_array().unwrap().len(), 1);
    assert_eq!((&keys[0]["key"], &keys[0]["registrationId"]), (&json!("mine"), &made[0]));
}
