//! Nobody finds out by sharing which addresses have an account.

use rstest::rstest;
use serde_json::{Value, json};

use crate::sharing::{SHARE, change, remove, share, shown, withdraw};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// An answer with the address blotted out.
fn blotted(answer: &[u8], email: &str) -> String {
    String::from_utf8_lossy(answer).replace(email, "…")
}

/// What the owner sees of an event, the address blotted out.
async fn page(app: &TestApp, owner: &Person, event: &str, email: &str) -> String {
    let query = "query($id: ID!) { event(id: $id) { version registeredCount
        collaborators { user { username } role } invitations { email role invitedBy { username } }
        registrations { totalCount } versions { totalCount } attendees { totalCount } } }";
    blotted(&app.send(owner, query, json!({ "id": event })).await.bytes, email)
}

#[rstest]
#[tokio::test]
async fn a_known_address_and_an_unknown_one_answer_alike(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, ada) = (app.organizer("olu").await, app.attendee("ada").await);
    let disabled = app.attendee("dis").await;
    let root = app.admin("root").await;
    let disable = "mutation($id: ID!) { updateUser(input: { id: $id, isActive: false }) {
        user { id } userErrors { code } } }";
    app.send(&root, disable, json!({ "id": disabled.id })).await.done();

    let mut answers = Vec::new();
    for email in [ada.email.as_str(), disabled.email.as_str(), "nobody@example.org"] {
        let event = app.event(&olu, json!({ "title": "Concert" })).await;
        let mut seen: Vec<String> = Vec::new();
        // Twice, with another role: a known one is no more in the list already than an unknown one.
        for role in ["EDITOR", "VIEWER"] {
            let with = json!([{ "person": { "email": email }, "role": role }]);
            let input = json!({ "eventId": event, "with": with });
            let sent = app.send(&olu, SHARE, json!({ "input": input }));
            let (reply, statements) = app.statements_of(sent).await;
            seen.push(blotted(&reply.bytes, email).replace(&event, "the event"));
            seen.push(statements.join("\n"));
            seen.push(page(&app, &olu, &event, email).await);
        }
        // Nor do decisions about people by name tell whose address it is.
        for person in [&ada, &app.attendee(&format!("other{}", answers.len())).await] {
            seen.push(change(&app, &olu, &event, &person.id, "EDITOR").await.refusals().join(" "));
            seen.push(remove(&app, &olu, &event, &person.id).await.refusals().join(" "));
            share(&app, &olu, &event, json!({ "id": person.id }), "VIEWER").await.done();
            remove(&app, &olu, &event, &person.id).await.done();
            seen.push(page(&app, &olu, &event, email).await);
        }
        let reply = withdraw(&app, &olu, &event, email).await;
        seen.push(blotted(&reply.bytes, email));
        answers.push(seen);
    }
    assert_eq!(answers[0], answers[2]);
    assert_eq!(answers[1], answers[2]);
}

#[rstest]
#[tokio::test]
async fn only_the_owner_and_admins_see_the_addresses(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let (olu, edi, root) =
        (app.organizer("olu").await, app.attendee("edi").await, app.admin("root").await);
    let event = app.event(&olu, json!({})).await;
    share(&app, &olu, &event, json!({ "id": edi.id }), "EDITOR").await.done();
    share(&app, &olu, &event, json!({ "email": "cid@example.org" }), "EDITOR").await.done();
    assert_eq!(shown(&app, &root, &event).await, ["edi EDITOR", "cid@example.org EDITOR"]);
    let query = "query($id: ID!) { event(id: $id) { title invitations { email } } }";
    for who in [&edi, &app.staff("sam").await, &app.attendee("ada").await] {
        let reply = app.send(who, query, json!({ "id": event })).await;
        assert_eq!(reply.codes(), ["FORBIDDEN"], "{}", who.username);
        assert_eq!(reply.json()["data"]["event"]["invitations"], Value::Null);
        assert!(!String::from_utf8_lossy(&reply.bytes).contains("cid@"));
    }
}
