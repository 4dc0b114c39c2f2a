//! Mail, by a real SMTP server, and through the binary.

use serde_json::{Value, json};

use crate::support::{Database, TestApp};

mod journey;
mod smtp;
mod tickets;
mod tls;

pub(crate) const SIGN_UP: &str = "mutation($input: SignUpInput!) { signUp(input: $input) {
    verificationRequired session { accessToken } userErrors { code message field } } }";

fn ann() -> Value {
    json!({ "input": { "email": "ann@example.org", "password": "correct horse battery" } })
}

/// A server that has addresses proved, with its mail going to `url`, and Ann's sign-up, with its mail to be sent.
async fn signed_up(on: Database, url: &str, further: &[(&str, &str)]) -> TestApp {
    let mut settings = vec![("EMAIL_VERIFICATION", "required"), ("SMTP_URL", url)];
    settings.extend_from_slice(further);
    let app = TestApp::start_with(on, &settings).await;
    let payload = app.send(None, SIGN_UP, ann()).await.done();
    assert_eq!(payload["verificationRequired"], true);
    app
}
