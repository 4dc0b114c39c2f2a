//! What the export of a person's data looks up by the person.

use rstest::rstest;
use serde_json::json;

use crate::storage::plans::crowd::Crowd;
use crate::storage::plans::explain;
use crate::support::{Database, Postgres, Sqlite, TestApp};

#[rstest]
#[tokio::test]
async fn each_section_begins_at_an_index_by_the_person(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let crowd = Crowd::gather(&app, true).await;
    let asked = app.send(&crowd.ada, "{ viewer { dataExport } }", json!({}));
    let (reply, statements) = app.bound_statements_of(asked).await;
    reply.data();
    for (column, index) in [
        ("\"event_versions\".\"actor_id\" =", "event_versions_by_actor"),
        ("\"event_invitations\".\"invited_by\" =", "event_invitations_by_inviter"),
        ("\"tickets\".\"checked_in_by\" =", "tickets_by_who_checked_in"),
    ] {
        let of_section = statements.iter().filter(|statement| statement.sql.contains(column));
        let of_section: Vec<_> = of_section.collect();
        assert!(!of_section.is_empty(), "{column}: {statements:#?}");
        for statement in of_section {
            let plan = explain::plan(&app, on, statement).await;
            assert!(plan.contains(index), "{plan}");
            assert!(!plan.contains("B-TREE") && !plan.contains("Sort Key"), "{plan}");
        }
    }
}
