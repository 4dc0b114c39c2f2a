//! `turnout jobs`, and a server that does none.

use std::process::{Command, Output};

use rstest::rstest;
use turnout::domain::job::{Ask, Fault};
use turnout::kernel::request_id;

use crate::jobs::Notes;
use crate::support::{Database, Postgres, Sqlite, TestApp};

fn turnout(url: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_turnout"))
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", url)
        .current_dir(std::env::temp_dir())
        .output()
        .unwrap()
}

fn told(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[rstest]
#[tokio::test]
async fn failed_jobs_are_listed_and_retried(#[values(Sqlite, Postgres)] on: Database) {
    let url = on.fresh().await;
    let app = TestApp::start_at(&url, &[]).await;
    let notes = Notes::default();
    notes.faults.lock().unwrap().push(Fault::GiveUp("no such\naddress".to_owned()));
    request_id::scope("req-1", app.note("secret", Ask::default())).await;
    notes.runner(&app).run_due().await.unwrap();
    let job = app.jobs().await.remove(0);

    let listed = told(&turnout(&url, &["jobs", "list"]));
    let columns: Vec<&str> = listed.trim_end().split('\t').collect();
    let (id, when) = (job.id.to_string(), job.finished_at.unwrap().to_rfc3339());
    assert_eq!(columns, [&*id, "note", "1/3", &*when, "req-1", "no such address"]);
    assert!(!listed.contains("secret"));
    assert_eq!(told(&turnout(&url, &["jobs", "list", "--state", "pending"])), "");

    let retried = told(&turnout(&url, &["jobs", "retry", &id]));
    assert_eq!(retried, format!("{id} will run again.\n"));
    let again = turnout(&url, &["jobs", "retry", &id]);
    assert_eq!(again.status.code(), Some(1));
    assert!(String::from_utf8(again.stderr).unwrap().contains("no such failed job"));
    assert_eq!(told(&turnout(&url, &["jobs", "retry", "--all"])), "0 will run again.\n");
    assert!(!turnout(&url, &["jobs", "retry"]).status.success());
    assert!(!turnout(&url, &["jobs", "retry", "event_1"]).status.success());
    let pending = told(&turnout(&url, &["jobs", "list", "--state", "pending"]));
    assert!(pending.starts_with(&id), "{pending}");
}
