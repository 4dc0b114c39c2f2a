//! Where addresses are proved (`EMAIL_VERIFICATION=required`), an invitation counts from the proof on.

use rstest::rstest;
use serde_json::{Value, json};

use crate::account::PASSWORD;
use crate::event::scene::titles;
use crate::sharing::{role_of, share, shown};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

const SIGN_UP: &str = "mutation($email: String!, $password: String!) {
    signUp(input: { email: $email, password: $password }) {
        verificationRequired session { accessToken } userErrors { code message field } } }";

const VERIFY: &str = "mutation($email: String!, $code: String!) {
    verifyEmail(input: { email: $email, code: $code }) {
        session { accessToken viewer { user { id username email }
            events(filter: { includePast: true }) { totalCount nodes { title } }
            invitations { totalCount nodes { event { title viewerRole } } } } }
        userErrors { code message field } } }";

const MINE: &str = "{ viewer { events { totalCount nodes { title } }
    invitations { totalCount nodes { event { title viewerRole } } } } }";

async fn sign_up(app: &TestApp, email: &str) -> String {
    let variables = json!({ "email": email, "password": PASSWORD });
    let done = app.send(None, SIGN_UP, variables).await.done();
    assert_eq!((&done["verificationRequired"], &done["session"]), (&json!(true), &Value::Null));
    app.mailed_code(email).await
}

async fn verified(app: &TestApp, email: &str, code: &str) -> (Person, Value) {
    let variables = json!({ "email": email, "code": code });
    let session = app.send(None, VERIFY, variables).await.done()["session"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let user = &session["viewer"]["user"];
    let id = text(&user["id"]);
    let person = Person {
        user_id: turnout::kernel::id::UserId::parse(&id).unwrap(),
        id,
        username: text(&user["username"]),
        email: text(&user["email"]),
        token: text(&session["accessToken"]),
    };
    (person, session["viewer"].clone())
}

#[rstest]
#[tokio::test]
async fn whoever_proves_an_invited_address_has_the_event_and_nobody_before(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("EMAIL_VERIFICATION", "required")]).await;
    let olu = app.organizer("olu").await;
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    let share_with = async |email: &str, role: &str| {
        share(&app, &olu, &event, json!({ "email": email }), role).await.done();
    };
    share_with("Ada@Example.org", "EDITOR").await;
    TestApp::only(app.mails().await, "Ada@Example.org");

    // Before the proof there is nobody who could have it: neither whoever asks for the code, nor another.
    let code = sign_up(&app, "ada@example.org").await;
    let sign_in = app.try_sign_in("ada@example.org", PASSWORD).await;
    assert_eq!(sign_in.refusals(), ["EMAIL_NOT_VERIFIED"]);
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let variables = json!({ "email": "ada@example.org", "code": wrong });
    let refused = app.send(None, VERIFY, variables).await;
    assert_eq!(refused.payload()["session"], Value::Null);
    assert_eq!(refused.payload()["userErrors"][0]["code"], "INVALID_CODE");
    assert_eq!(shown(&app, &olu, &event).await, ["Ada@Example.org EDITOR"]);

    let (ada, seen) = verified(&app, "ada@example.org", &code).await;
    assert_eq!(titles(&seen["events"]), "Concert");
    let invited = json!({ "event": { "title": "Concert", "viewerRole": "EDITOR" } });
    assert_eq!(seen["invitations"], json!({ "totalCount": 1, "nodes": [invited] }));
    app.update_event(&ada, &event, json!({ "title": "Ball" })).await.done();
    // The owner's list goes on telling nothing.
    assert_eq!(shown(&app, &olu, &event).await, ["Ada@Example.org EDITOR"]);
}

#[rstest]
#[tokio::test]
async fn an_address_that_is_to_be_ones_own_gives_nothing_until_it_is_proved(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let app = TestApp::start_with(on, &[("EMAIL_VERIFICATION", "required")]).await;
    let (olu, ben) = (app.organizer("olu").await, app.attendee("ben").await);
    let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
    share(&app, &olu, &event, json!({ "email": "ben@new.example" }), "EDITOR").await.done();
    TestApp::only(app.mails().await, "ben@new.example");
    let change = "mutation { updateProfile(input: { email: \"ben@new.example\" }) {
        viewer { user { email } } userErrors { code message field } } }";
    app.send(&ben, change, json!({})).await.done();
    let code = app.mailed_code("ben@new.example").await;
    assert_eq!(role_of(&app, &ben, &event).await, Value::Null);
    let none = json!({ "totalCount": 0, "nodes": [] });
    let before = app.send(&ben, MINE, json!({})).await.at("viewer");
    assert_eq!(before, json!({ "events": none, "invitations": none }));
    let prove = "mutation($code: String!) {
        verifyEmail(input: { email: \"ben@new.example\", code: $code }) {
            userErrors { code message field } } }";
    app.send(&ben, prove, json!({ "code": code })).await.done();
    assert_eq!(role_of(&app, &ben, &event).await, "EDITOR");
    assert_eq!(titles(&app.send(&ben, MINE, json!({})).await.at("viewer.events")), "Concert");
}
