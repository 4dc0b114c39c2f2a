//! What an operator does with accounts: the first admin, and the settings that a server needs.

use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use rstest::rstest;
use secrecy::ExposeSecret;
use turnout::config::{Config, Source};
use turnout::db::{Db, migrate};
use turnout::domain::account::{create_admin, jwt_secret};
use turnout::entity::word::Role;
use turnout::kernel::error::{Code, Failure};
use turnout::kernel::random::OsRandom;

use crate::account::PASSWORD;
use crate::support::app::SECRET;
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// Runs the binary with nothing but `settings` in its environment.
fn turnout(arguments: &[&str], settings: &[(&str, &str)], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_turnout"))
        .args(arguments)
        .env_clear()
        .envs(settings.iter().copied())
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A server that refuses to start has not read it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

#[rstest]
#[tokio::test]
async fn an_admin_is_made_with_nobody_above_them(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let made = create_admin(&app.core, "root", "root@example.org", PASSWORD).await.unwrap();
    assert_eq!((made.role, made.email_verified_at.is_some()), (Role::Admin, true));
    let session = app.signed_in("root").await;
    let ann = app.attendee("ann").await;
    app.delete_user(&session.person, &ann.id).await.done();
    for (username, email, password, told) in [
        ("ROOT", "other@example.org", PASSWORD, vec![(Code::Taken, "username")]),
        ("other", "ROOT@example.org", PASSWORD, vec![(Code::Taken, "email")]),
        ("a@b", "c", "d", ["email", "username", "password"].map(|f| (Code::Invalid, f)).to_vec()),
    ] {
        let outcome = create_admin(&app.core, username, email, password).await;
        let Err(Failure::Refused(refusals)) = outcome else { panic!("{outcome:?}") };
        let refusals: Vec<(Code, String)> =
            refusals.into_iter().map(|r| (r.code, r.field.join("."))).collect();
        let told: Vec<(Code, String)> = told.into_iter().map(|(c, f)| (c, f.to_owned())).collect();
        assert_eq!(refusals, told);
    }
    assert_eq!(app.user_count().await, 2);
}

#[rstest]
#[tokio::test]
async fn the_command_makes_an_admin_once_with_the_password_from_its_input(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let url = on.empty().await;
    let settings = [("DATABASE_URL", url.as_str()), ("RUST_LOG", "warn")];
    let command = ["create-admin", "--email", "root@example.org", "--username", "root"];
    let made = turnout(&command, &settings, "correct horse battery\n");
    let text = String::from_utf8(made.stdout).unwrap();
    assert_eq!((text.as_str(), made.status.code()), ("root is an admin now.\n", Some(0)));

    let again = turnout(&command, &settings, "correct horse battery\n");
    assert_eq!((again.status.code(), again.stdout.as_slice()), (Some(1), b"".as_slice()));
    let told = String::from_utf8(again.stderr).unwrap();
    assert!(told.contains("email: Another account has this email address."), "{told}");
    assert!(told.contains("username: Another account has this username."), "{told}");

    let other = ["create-admin", "--email", "eve@example.org", "--username", "eve"];
    let weak = turnout(&other, &settings, "password\n");
    assert_eq!(weak.status.code(), Some(1));
    let told = String::from_utf8(weak.stderr).unwrap();
    assert!(told.contains("password: This password is too easy to guess."), "{told}");
}

#[rstest]
#[case::no_secret(&[("APP_ENV", "production")], "JWT_SECRET")]
#[case::an_empty_secret(&[("APP_ENV", "production"), ("JWT_SECRET", "")], "JWT_SECRET")]
#[case::a_short_secret(&[("APP_ENV", "production"), ("JWT_SECRET", "short")], "JWT_SECRET")]
#[case::a_short_secret_in_development(&[("JWT_SECRET", "short")], "JWT_SECRET")]
#[case::verification(&[("EMAIL_VERIFICATION", "maybe")], "EMAIL_VERIFICATION")]
#[case::no_mail(&[("APP_ENV", "production"), ("JWT_SECRET", SECRET)], "SMTP_URL")]
#[case::no_smtp(&[("SMTP_URL", "http://mail.example.org")], "SMTP_URL")]
#[case::no_sender(&[("MAIL_FROM", "nobody")], "MAIL_FROM")]
#[case::no_such_policy(&[("ORGANIZER_SIGNUP", "maybe")], "ORGANIZER_SIGNUP")]
fn a_server_that_is_set_wrong_refuses_to_start_and_says_why(
    #[case] settings: &[(&str, &str)],
    #[case] name: &str,
) {
    let begun = Instant::now();
    let refused = turnout(&["serve"], settings, "");
    assert!(begun.elapsed().as_secs() < 2, "it took {:?}", begun.elapsed());
    assert_eq!((refused.status.code(), refused.stdout.as_slice()), (Some(1), b"".as_slice()));
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.starts_with(&format!("turnout: {name}: ")), "{told}");
    assert!(!told.contains("short\""), "no secret is shown: {told}");
}

#[rstest]
#[tokio::test]
async fn the_secret_is_made_once(#[values(Sqlite, Postgres)] on: Database) {
    let url = on.empty().await;
    let config = Config::read(&Source::from_pairs(&[("DATABASE_URL", url.as_str())])).unwrap();
    let db = Db::connect(&config.database, None).await.unwrap();
    migrate::up(&db).await.unwrap();
    let make = || jwt_secret(&db, None, &OsRandom);
    let (one, two) = tokio::join!(make(), make());
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.expose_secret(), two.expose_secret());
    assert!(one.expose_secret().len() >= 32);
    db.close().await.unwrap();
}
