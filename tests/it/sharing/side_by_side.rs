//! An address with an account and one without, each invited to an event of the same owner, go through the
//! same life side by side: whatever whoever has the address does, the owner is answered and shown the same.

use chrono::{DateTime, TimeDelta};
use rstest::rstest;
use serde_json::{Value, json};

use crate::sharing::{
    ACCEPT, DECLINE, SHARE, change, remove, role_of, share, shown, transfer, withdraw,
};
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// All that an owner sees of an event beside what strangers do.
const PAGE: &str = "query($id: ID!) { event(id: $id) {
    title version updatedAt registeredCount collaborators { user { username } role addedAt }
    invitations { email role invitedAt invitedBy { username } event { id } }
    registrations { totalCount } attendees { totalCount }
    versions { nodes { change actor { username } } } } }";

const ERASE: &str = "mutation($id: ID!) { deleteUser(input: { id: $id }) {
    deletedUserId userErrors { code } } }";

const MOVE: &str = "mutation { updateProfile(input: { email: \"ada@elsewhere.example\" }) {
    viewer { user { id } } userErrors { code message field } } }";

const DISABLE: &str = "mutation($id: ID!) { updateUser(input: { id: $id, isActive: false }) {
    user { id } userErrors { code } } }";

/// Ada, who has an account; its address is `known`, and nobody has `unknown`.
struct Scene {
    app: TestApp,
    olu: Person,
    root: Person,
    ada: Person,
    known: (String, String),
    unknown: (String, String),
}

impl Scene {
    async fn new(on: Database) -> Self {
        let app = TestApp::start(on).await;
        let (olu, root) = (app.organizer("olu").await, app.admin("root").await);
        let ada = app.organizer("ada").await;
        let known = (app.event(&olu, json!({ "publish": false })).await, ada.email.clone());
        let unknown =
            (app.event(&olu, json!({ "publish": false })).await, "xyz@example.org".to_owned());
        Self { app, olu, root, ada, known, unknown }
    }

    /// What the owner gets, with nothing left of the event's id, the address and the times.
    fn blotted(&self, answer: &[u8]) -> String {
        let mut text = String::from_utf8_lossy(answer).into_owned();
        for (event, email) in [&self.known, &self.unknown] {
            text = text.replace(event, "EVENT").replace(email, "ADDRESS");
        }
        let is_time = |part: &str| DateTime::parse_from_rfc3339(part).is_ok();
        let parts = text.split('"').map(|part| if is_time(part) { "TIME" } else { part });
        parts.collect::<Vec<_>>().join("\"")
    }

    /// The owner does `what` with either event, and looks at it: asserts that there is no difference.
    async fn alike(&self, when: &str, what: Step) {
        let mut seen = Vec::new();
        for (event, email) in [&self.known, &self.unknown] {
            let (app, olu) = (&self.app, &self.olu);
            let mut told = Vec::new();
            let reply = match what {
                Step::Look => None,
                Step::Invite(role) => {
                    let with = json!([{ "person": { "email": email }, "role": role }]);
                    let input = json!({ "eventId": event, "with": with });
                    let sent = app.send(olu, SHARE, json!({ "input": input }));
                    let (reply, statements) = app.statements_of(sent).await;
                    told.extend(statements);
                    Some(reply)
                }
                Step::Change(role) => Some(change(app, olu, event, &self.ada.id, role).await),
                Step::Remove => Some(remove(app, olu, event, &self.ada.id).await),
                Step::Withdraw => Some(withdraw(app, olu, event, email).await),
            };
            told.extend(reply.map(|reply| self.blotted(&reply.bytes)));
            let page = app.send(olu, PAGE, json!({ "id": event })).await;
            told.push(self.blotted(&page.bytes));
            seen.push(told);
        }
        assert_eq!(seen[0], seen[1], "{when}: {what:?}");
    }

    /// Ada does `act` where her address was invited, and where another one was.
    async fn act(&self, act: &str) {
        let (app, ada, olu) = (&self.app, &self.ada, &self.olu);
        match act {
            "erases" => drop(app.send(&self.root, ERASE, json!({ "id": ada.id })).await.done()),
            "moves" => drop(app.send(ada, MOVE, json!({})).await.done()),
            "is disabled" => drop(app.send(&self.root, DISABLE, json!({ "id": ada.id })).await),
            _ => {}
        }
        for (event, _) in [&self.known, &self.unknown] {
            match act {
                "declines" => drop(app.send(ada, DECLINE, json!({ "id": event })).await),
                "leaves" => drop(remove(app, ada, event, &ada.id).await),
                "owns for a while" => {
                    transfer(app, olu, event, &ada.id).await.done();
                    transfer(app, ada, event, &olu.id).await.done();
                    remove(app, ada, event, &ada.id).await.done();
                }
                _ => {}
            }
        }
    }
}

/// What an owner does about an invitation.
#[derive(Debug, Clone, Copy)]
enum Step {
    Look,
    Invite(&'static str),
    Change(&'static str),
    Remove,
    Withdraw,
}

#[rstest]
#[tokio::test]
async fn whatever_who_has_the_address_does_the_owner_sees_no_difference(
    #[values(
        "nothing",
        "declines",
        "leaves",
        "moves",
        "erases",
        "is disabled",
        "owns for a while"
    )]
    act: &str,
    #[values(false, true)] by_name: bool,
    #[values(Sqlite, Postgres)] on: Database,
) {
    let scene = Scene::new(on).await;
    for (event, _) in [&scene.known, &scene.unknown] {
        if by_name {
            let person = json!({ "username": "ada" });
            share(&scene.app, &scene.olu, event, person, "VIEWER").await.done();
        }
    }
    scene.alike("at first", Step::Invite("EDITOR")).await;
    scene.app.advance(TimeDelta::minutes(1));
    scene.act(act).await;
    let steps = [
        Step::Look,
        Step::Change("CHECK_IN"),
        Step::Remove,
        Step::Invite("VIEWER"),
        Step::Remove,
        Step::Withdraw,
        Step::Withdraw,
        Step::Invite("CHECK_IN"),
    ];
    for step in steps {
        scene.alike(act, step).await;
        scene.app.advance(TimeDelta::minutes(1));
    }
    // And once more, after all that.
    if act != "erases" && act != "moves" {
        scene.act(act).await;
    }
    for step in [Step::Look, Step::Invite("EDITOR"), Step::Withdraw] {
        scene.alike("the second time", step).await;
    }
    let export = scene.app.send(&scene.olu, "{ viewer { dataExport } }", json!({})).await;
    let text = String::from_utf8_lossy(&export.bytes);
    assert!(text.contains("invited") && !text.contains("givesAccess"), "{text}");
}

#[rstest]
#[case::declines("declines")]
#[case::leaves("leaves")]
#[case::erases("erases")]
#[tokio::test]
async fn what_was_given_up_gives_nothing_until_the_address_is_invited_anew(
    #[values(Sqlite, Postgres)] on: Database,
    #[case] act: &str,
) {
    let scene = Scene::new(on).await;
    let (app, olu, (event, email)) = (&scene.app, &scene.olu, &scene.known);
    share(app, olu, event, json!({ "email": email }), "EDITOR").await.done();
    scene.act(act).await;
    let ada = match act {
        // The address is free again.
        "erases" => app.signed_up(email).await.person,
        _ => scene.ada.clone(),
    };
    let own = "{ viewer { invitations { totalCount } events { totalCount } dataExport } }";
    let seen = app.send(&ada, own, json!({})).await.at("viewer");
    assert_eq!(seen["invitations"]["totalCount"], 0);
    assert_eq!(seen["events"]["totalCount"], 0);
    // The address is stored all the same, and who has it may know.
    let stored = &seen["dataExport"]["invitations"]["items"];
    assert_eq!((&stored[0]["email"], &stored[0]["givesAccess"]), (&json!(email), &json!(false)));
    assert_eq!(role_of(app, &ada, event).await, Value::Null);
    for mutation in [ACCEPT, DECLINE] {
        let reply = app.send(&ada, mutation, json!({ "id": event })).await;
        assert_eq!(reply.refusals(), ["NOT_FOUND eventId"]);
    }
    assert_eq!(shown(app, olu, event).await, [format!("{email} EDITOR")]);
    share(app, olu, event, json!({ "email": email }), "VIEWER").await.done();
    assert_eq!(role_of(app, &ada, event).await, "VIEWER");
}
