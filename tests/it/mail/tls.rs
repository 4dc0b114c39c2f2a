//! Mail over TLS, with a certificate of the test's own.

use std::path::PathBuf;

use chrono::TimeDelta;
use rstest::rstest;
use sea_orm::EntityTrait;
use turnout::entity::job;

use crate::mail::signed_up;
use crate::support::smtp::{SmtpServer, code_of};
use crate::support::{Database, Sqlite, TestApp};

/// The files of a certificate for 127.0.0.1 and of its key.
fn certificate(name: &str) -> (String, String) {
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
    let folder = std::env::temp_dir().join(format!("turnout-tests-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let write = |ending: &str, pem: String| {
        let file: PathBuf = folder.join(format!("{name}.{ending}"));
        std::fs::write(&file, pem).unwrap();
        file.to_str().unwrap().to_owned()
    };
    (write("crt", made.cert.pem()), write("key", made.signing_key.serialize_pem()))
}

async fn error(app: &TestApp) -> Option<String> {
    let jobs = job::Entity::find().all(app.core.db.read()).await.unwrap();
    jobs.into_iter().find(|job| job.kind == "code").unwrap().last_error
}

#[rstest]
#[case::implicit("--implicit", "smtps", "")]
#[case::starttls("--starttls", "smtp", "&tls=starttls")]
#[tokio::test]
async fn mail_is_private_on_the_way(
    #[case] mode: &str,
    #[case] scheme: &str,
    #[case] further: &str,
) {
    let (certificate, key) = certificate(scheme);
    let mut smtp = SmtpServer::start("ok", &["--cert", &certificate, "--key", &key, mode]);
    let url = format!("{scheme}://127.0.0.1:{}?ca={certificate}{further}", smtp.port);
    let app = signed_up(Sqlite, &url, &[]).await;
    app.runner.run_due().await.unwrap();
    assert_eq!(error(&app).await, None);
    let mail = smtp.mail();
    assert_eq!(mail["tls"], true);
    code_of(&mail);
}

#[rstest]
#[tokio::test]
async fn a_server_that_cannot_prove_who_it_is_gets_nothing(#[values(Sqlite)] on: Database) {
    let (certificate, key) = certificate("unknown");
    let smtp = SmtpServer::start("ok", &["--cert", &certificate, "--key", &key, "--implicit"]);
    let app = signed_up(on, &format!("smtps://127.0.0.1:{}", smtp.port), &[]).await;
    app.runner.run_due().await.unwrap();
    assert!(error(&app).await.is_some());
}

#[rstest]
#[tokio::test]
async fn without_starttls_nothing_is_sent_where_it_is_asked_for(#[values(Sqlite)] on: Database) {
    let mut smtp = SmtpServer::start("ok", &[]);
    let url = format!("{}?tls=starttls", smtp.url());
    let app = signed_up(on, &url, &[]).await;
    app.runner.run_due().await.unwrap();
    assert!(error(&app).await.is_some());
    // The next mail that it takes is another's.
    let plain = signed_up(on, &smtp.url(), &[]).await;
    plain.advance(TimeDelta::seconds(1));
    plain.runner.run_due().await.unwrap();
    assert_eq!(smtp.mail()["tls"], false);
}
