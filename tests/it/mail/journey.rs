//! A person's way through the binary, with a real SMTP server beside it.

use rstest::rstest;
use serde_json::{Value, json};

use crate::mail::{SIGN_UP, ann};
use crate::support::app::SECRET;
use crate::support::server::Server;
use crate::support::smtp::{SmtpServer, code_of};
use crate::support::{Database, Postgres, Sqlite};

const VERIFY: &str = "mutation($email: String!, $code: String!) {
    verifyEmail(input: { email: $email, code: $code }) {
        session { accessToken viewer { user { username emailVerified } } } userErrors { code } } }";
const SIGN_IN: &str = "mutation($login: String!, $password: String!) {
    signIn(input: { login: $login, password: $password }) {
        session { accessToken } userErrors { code } } }";
const ASK_RESET: &str = "mutation($email: String!) {
    requestPasswordReset(input: { email: $email }) { accepted userErrors { code } } }";
const RESET: &str = "mutation($email: String!, $code: String!, $password: String!) {
    resetPassword(input: { email: $email, code: $code, newPassword: $password }) {
        session { accessToken } userErrors { code } } }";
const SESSIONS: &str = "{ viewer { sessions { id isCurrent } } }";
const REVOKE: &str = "mutation($id: ID!) { revokeSession(input: { sessionId: $id }) {
    revokedSessionId userErrors { code } } }";

fn settings<'a>(database: &'a str, smtp: &'a str) -> [(&'a str, &'a str); 4] {
    [
        ("APP_ENV", "production"),
        ("JWT_SECRET", SECRET),
        ("DATABASE_URL", database),
        ("SMTP_URL", smtp),
    ]
}

fn sign_in(server: &Server, login: &str, password: &str) -> Value {
    let variables = json!({ "login": login, "password": password });
    server.send(None, SIGN_IN, variables)["signIn"].clone()
}

#[rstest]
#[tokio::test]
async fn a_person_signs_up_verifies_signs_in_resets_and_ends_sessions(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (database, mut smtp) = (on.empty().await, SmtpServer::start("ok", &[]));
    let (url, email, password) = (smtp.url(), "ann@example.org", "correct horse battery");
    let server = Server::start(&[], &settings(&database, &url));
    let signed_up = server.send(None, SIGN_UP, ann())["signUp"].clone();
    let waits = json!({ "verificationRequired": true, "session": null, "userErrors": [] });
    assert_eq!(signed_up, waits);
    assert_eq!(sign_in(&server, email, password)["userErrors"][0]["code"], "EMAIL_NOT_VERIFIED");

    let code = code_of(&smtp.mail());
    let variables = json!({ "email": email, "code": code });
    let verified = server.send(None, VERIFY, variables.clone())["verifyEmail"].clone();
    let user = json!({ "username": "ann", "emailVerified": true });
    assert_eq!(verified["session"]["viewer"]["user"], user, "{verified:#}");
    let again = server.send(None, VERIFY, variables)["verifyEmail"].clone();
    assert_eq!(again["userErrors"][0]["code"], "INVALID_CODE");
    for login in ["ann", "ANN@example.org"] {
        let session = sign_in(&server, login, password);
        let token = session["session"]["accessToken"].as_str().unwrap();
        let viewer = server.send(Some(token), "{ viewer { user { email } } }", json!({}));
        assert_eq!(viewer["viewer"]["user"]["email"], email);
    }

    let asked = server.send(None, ASK_RESET, json!({ "email": email }));
    assert_eq!(asked["requestPasswordReset"]["accepted"], true);
    let code = code_of(&smtp.mail());
    let variables = json!({ "email": email, "code": code, "password": "another horse entirely" });
    let reset = server.send(None, RESET, variables)["resetPassword"].clone();
    assert!(reset["session"]["accessToken"].is_string(), "{reset:#}");
    assert_eq!(sign_in(&server, "ann", password)["userErrors"][0]["code"], "INVALID_CREDENTIALS");
    let session = sign_in(&server, "ann", "another horse entirely")["session"].clone();
    let kept = reset["session"]["accessToken"].as_str().unwrap();
    let other = session["accessToken"].as_str().unwrap();

    // Two sessions since the reset, of which the one ends the other.
    let listed = server.send(Some(kept), SESSIONS, json!({}))["viewer"]["sessions"].clone();
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), 2, "{listed:#?}");
    let id = &listed.iter().find(|one| one["isCurrent"] == false).unwrap()["id"];
    let ended = server.send(Some(kept), REVOKE, json!({ "id": id }))["revokeSession"].clone();
    assert_eq!(ended, json!({ "revokedSessionId": id, "userErrors": [] }));
    let left = server.send(Some(kept), SESSIONS, json!({}))["viewer"]["sessions"].clone();
    assert_eq!(left.as_array().unwrap().len(), 1, "{left:#}");
    let refused = server.ask(Some(other), SESSIONS, json!({}));
    assert!(refused.starts_with("HTTP/1.1 401 "), "{refused}");
}

#[rstest]
#[tokio::test]
async fn a_server_killed_between_sign_up_and_mail_loses_no_mail(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let (database, mut smtp) = (on.empty().await, SmtpServer::start("ok", &[]));
    let url = smtp.url();
    let server = Server::start(&["--no-jobs"], &settings(&database, &url));
    server.send(None, SIGN_UP, ann());
    server.kill();
    let server = Server::start(&[], &settings(&database, &url));
    let code = code_of(&smtp.mail());
    let variables = json!({ "email": "ann@example.org", "code": code });
    let verified = server.send(None, VERIFY, variables)["verifyEmail"].clone();
    assert!(verified["session"]["accessToken"].is_string(), "{verified:#}");
}

#[rstest]
#[tokio::test]
async fn a_server_killed_while_a_mail_is_under_way_loses_it_for_a_quarter_of_a_minute(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let database = on.empty().await;
    // One that takes the connection and never says a word, as long as the test holds it.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}", silent.local_addr().unwrap());
    let server = Server::start(&[], &settings(&database, &url));
    server.send(None, SIGN_UP, ann());
    let _connected = silent.accept().unwrap();
    server.kill();
    let mut smtp = SmtpServer::start("ok", &[]);
    let killed = std::time::Instant::now();
    let url = smtp.url();
    let _server = Server::start(&[], &settings(&database, &url));
    code_of(&smtp.mail());
    // Two minutes would be the lease of old; the machine may be slow.
    assert!(killed.elapsed().as_secs() < 60, "{:?}", killed.elapsed());
}

#[rstest]
#[tokio::test]
async fn production_without_mail_starts_where_addresses_need_no_proof_and_says_so_once(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let database = on.empty().await;
    let mut settings = settings(&database, "");
    settings[3] = ("EMAIL_VERIFICATION", "optional");
    let server = Server::start(&[], &settings);
    let warned = server.said.iter().filter(|line| line.contains("no mail will be sent"));
    assert_eq!(warned.count(), 1, "{:#?}", server.said);
    let signed_up = server.send(None, SIGN_UP, ann())["signUp"].clone();
    assert!(signed_up["session"]["accessToken"].is_string(), "{signed_up:#}");
}
