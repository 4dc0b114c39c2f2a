//! The audit log with its filters, of which several may be given at once.

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::ActiveValue::Set;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};
use serde_json::json;
use turnout::entity::audit_entry;
use turnout::kernel::clock::Clock;
use turnout::kernel::id::AuditEntryId;
use uuid::Uuid;

use crate::storage::plans::explain::excesses;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const LINES: u32 = 9_000;

/// Every third line is `root`'s, who did one thing nearly always; each subject has three lines.
async fn fill(app: &TestApp, root: &Person, other: &Person, counted: bool) {
    let now = app.clock.now();
    let on = app.core.db.begin().await.unwrap();
    let numbers: Vec<u32> = (0..LINES).collect();
    for numbers in numbers.chunks(1_000) {
        let rows = numbers.iter().map(|number| audit_entry::ActiveModel {
            id: Set(AuditEntryId(Uuid::from_u128(u128::from(*number)))),
            actor_id: Set(Some(if number % 3 == 0 { root.user_id } else { other.user_id })),
            action: Set(match number % 3_000 {
                0 => "user.erased",
                1 => "category.deleted",
                _ => "user.updated",
            }
            .to_owned()),
            subject_kind: Set("user".to_owned()),
            subject_id: Set(Uuid::from_u128(u128::from(number / 3))),
            details: Set(json!({})),
            ip_address: Set(None),
            created_at: Set(now - TimeDelta::minutes(i64::from(*number))),
        });
        audit_entry::Entity::insert_many(rows).exec_without_returning(&on).await.unwrap();
    }
    on.commit().await.unwrap();
    if counted {
        app.core.db.read().execute_unprepared("ANALYZE").await.unwrap();
    }
}

fn filters(root: &Person) -> Vec<String> {
    let actor = format!("actorId: \"{}\"", root.id);
    let subject = format!("subjectId: \"{}\"", root.id);
    let (from, before) = ("from: \"2030-05-30T00:00:00Z\"", "before: \"2030-05-30T00:00:00Z\"");
    let [common, rare, never] = ["user.updated", "user.erased", "category.deleted"]
        .map(|name| format!("action: \"{name}\""));
    let mut all = vec![String::new()];
    for one in [&actor, &subject, &common, &rare] {
        for span in ["", from, before, &format!("{from} before: \"2030-05-31T00:00:00Z\"")] {
            all.push(format!("{one} {span}"));
        }
    }
    all.extend([from, before].map(str::to_owned));
    all.extend([&common, &rare, &never].map(|action| format!("{actor} {action}")));
    all.extend([&actor, &common, &never].map(|one| format!("{subject} {one}")));
    all
}

#[rstest]
#[case::sqlite(Sqlite, false)]
#[case::sqlite_that_has_counted(Sqlite, true)]
#[case::postgres(Postgres, true)]
#[tokio::test]
async fn the_log_is_read_from_an_index_no_further_than_its_page(
    #[case] on: Database,
    #[case] counted: bool,
) {
    let app = TestApp::start(on).await;
    let (root, ben) = (app.admin("root").await, app.attendee("ben").await);
    fill(&app, &root, &ben, counted).await;
    let mut found = Vec::new();
    for filter in filters(&root) {
        for page in ["first: 20", "last: 20"] {
            let query =
                format!("{{ auditLog({page} filter: {{ {filter} }}) {{ nodes {{ id }} }} }}");
            let asked = app.send(&root, &query, json!({}));
            let (reply, statements) = app.bound_statements_of(asked).await;
            reply.data();
            let of_log = |statement: &Statement| statement.sql.contains("audit_entries");
            for statement in statements.into_iter().filter(of_log) {
                let excesses = excesses(&app, on, &statement, false).await;
                if !excesses.is_empty() {
                    found.push(format!(
                        "{query}\n  {}\n  {}",
                        excesses.join("\n  "),
                        statement.sql
                    ));
                }
            }
        }
    }
    assert!(found.is_empty(), "{} of them:\n{}", found.len(), found.join("\n"));
}
