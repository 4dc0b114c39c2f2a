//! Neither an answer nor the work behind it tells whether an address has an account.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::proof::{ASK_RESET, OTHER_PASSWORD, RESEND, RESET, VERIFY};
use crate::account::{SIGN_IN, SIGN_UP};
use crate::support::{Database, Postgres, Reply, Sqlite, TestApp};

const KNOWN: &str = "ann@example.org";
const UNKNOWN: &str = "bob@example.org";

/// The operations that a stranger may send, about an address.
fn operations(email: &str) -> Vec<(&'static str, Value)> {
    vec![
        (SIGN_UP, json!({ "input": { "email": email, "password": OTHER_PASSWORD } })),
        (SIGN_IN, json!({ "login": email, "password": OTHER_PASSWORD })),
        (SIGN_IN, json!({ "login": email, "password": "not the password" })),
        (VERIFY, json!({ "email": email, "code": "no" })),
        (RESEND, json!({ "email": email })),
        (ASK_RESET, json!({ "email": email })),
        (RESET, json!({ "email": email, "code": "no", "password": OTHER_PASSWORD })),
    ]
}

#[rstest]
#[tokio::test]
async fn the_answers_and_the_statements_are_the_same(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    app.joined(KNOWN).await;
    app.advance(chrono::TimeDelta::minutes(2));
    for ((query, known), (_, unknown)) in operations(KNOWN).into_iter().zip(operations(UNKNOWN)) {
        let hashes = app.core.passwords.run_count();
        let (answer, statements) = app.statements_of(app.send(None, query, known)).await;
        let known_hashes = app.core.passwords.run_count() - hashes;
        let hashes = app.core.passwords.run_count();
        let (other, others) = app.statements_of(app.send(None, query, unknown)).await;
        assert_eq!(app.core.passwords.run_count() - hashes, known_hashes, "{query}");
        assert_eq!(bodies(&answer), bodies(&other), "{query}");
        assert_eq!(statements, others, "{query}");
    }
}

fn bodies(reply: &Reply) -> (u16, Value) {
    (reply.status.as_u16(), reply.json())
}

#[rstest]
#[tokio::test]
async fn only_the_mailbox_learns_more(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::proving(on).await;
    app.joined(KNOWN).await;
    app.ask_reset(UNKNOWN).await;
    app.resend(None, UNKNOWN).await;
    assert_eq!(app.mails().await, []);
    app.ask_reset(KNOWN).await;
    app.mailed_code(KNOWN).await;
}

#[rstest]
#[tokio::test]
async fn the_database_holds_neither_code_nor_address_of_a_mail_to_be_sent(
    #[values(Sqlite, Postgres)] on: Database,
) {
    use sea_orm::EntityTrait;
    use turnout::entity::{job, one_time_code};
    let app = TestApp::proving(on).await;
    app.asks_to_join(KNOWN, OTHER_PASSWORD).await;
    let jobs = job::Entity::find().all(app.core.db.read()).await.unwrap();
    let codes = one_time_code::Entity::find().all(app.core.db.read()).await.unwrap();
    let code = app.mailed_code(KNOWN).await;
    let stored = format!("{:?} {codes:?}", jobs[0].payload);
    assert!(!jobs[0].payload.contains('@'), "{}", jobs[0].payload);
    let ids = stored.replace(&codes[0].id.to_string(), "");
    assert!(!ids.contains(&format!("\"{code}\"")), "{ids}");
}
