//! An event from draft to feedback, and everything that anybody is told of it: no more, and no less; also
//! where the server is killed and started anew between any two steps, and takes a job along that it had begun.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use rstest::rstest;
use serde_json::{Value, json};
use turnout::domain::job;
use turnout::entity::word::Role;
use turnout::kernel::clock::Clock;

use crate::sharing::share;
use crate::support::make::REGISTER;
use crate::support::{Database, Person, Postgres, Sqlite, TestApp};

/// What becomes of the server between two steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It does its jobs and goes on.
    Lives,
    /// It is killed before it does any, and another one starts.
    Dies,
    /// It is killed while it does one.
    DiesAtAJob,
}

/// The server as it is now, and the mails that all of them sent.
struct Stage {
    app: TestApp,
    fate: Fate,
    mails: Vec<String>,
}

impl Stage {
    /// What comes between two steps; then everything that is due is done, `minutes` later.
    async fn then(&mut self, minutes: i64) {
        if self.fate == Fate::DiesAtAJob {
            let kinds = self.app.runner.kinds();
            let lease = TimeDelta::minutes(2);
            let begun = job::claim(&self.app.core, &kinds, lease).await.unwrap();
            // A step that asks for nothing leaves nothing to take along.
            assert!(begun.is_none_or(|job| job.attempts == 1));
        }
        if self.fate != Fate::Lives {
            let now = self.app.clock.now();
            let next = self.app.twin(&[]).await;
            next.advance(now - next.clock.now());
            self.app = next;
        }
        self.settle().await;
        if self.fate == Fate::DiesAtAJob {
            // The lease of what was begun lapses.
            self.app.advance(TimeDelta::minutes(3));
            self.settle().await;
        }
        if minutes > 0 {
            self.app.advance(TimeDelta::minutes(minutes));
            self.settle().await;
        }
    }

    async fn settle(&mut self) {
        self.mails.extend(self.app.mailed().await);
    }

    async fn proved(&self, name: &str, role: Role) -> Person {
        let person = self.app.person(name, role).await;
        self.app.proved(person).await
    }

    async fn send(&self, who: &Person, operation: &str, input: Value) -> Value {
        let (name, kind) = operation.split_once(' ').unwrap();
        let query = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{ userErrors {{ code message }} }} }}"
        );
        self.app.send(who, &query, json!({ "input": input })).await.done()
    }
}

/// Everybody who may hear of the event.
struct Cast {
    olu: Person,
    edi: Person,
    ada: Person,
    ben: Person,
    cid: Person,
    dot: Person,
    eve: Person,
    fay: Person,
    root: Person,
}

impl Cast {
    async fn gather(stage: &Stage) -> Self {
        Self {
            olu: stage.proved("olu", Role::Organizer).await,
            edi: stage.proved("edi", Role::Attendee).await,
            ada: stage.proved("ada", Role::Attendee).await,
            ben: stage.proved("ben", Role::Attendee).await,
            cid: stage.proved("cid", Role::Attendee).await,
            dot: stage.proved("dot", Role::Attendee).await,
            eve: stage.proved("eve", Role::Attendee).await,
            fay: stage.proved("fay", Role::Attendee).await,
            root: stage.proved("root", Role::Admin).await,
        }
    }
}

/// Draft, shares, publication, seats and the line.
async fn begins(stage: &mut Stage, cast: &Cast) -> (String, String) {
    let draft = json!({ "publish": false, "startsAt": "2030-06-08T12:00:00Z", "capacity": 3 });
    let event = stage.app.event(&cast.olu, draft).await;
    stage.then(0).await;
    share(&stage.app, &cast.olu, &event, json!({ "username": "edi" }), "EDITOR").await.done();
    stage.then(6).await;
    let new = json!({ "email": "new@example.org" });
    share(&stage.app, &cast.olu, &event, new, "VIEWER").await.done();
    stage.then(6).await;
    stage.send(&cast.olu, "publishEvent PublishEventInput", json!({ "id": event })).await;
    stage.then(0).await;
    stage.app.registered(&cast.ada, &event, 1).await;
    stage.then(0).await;
    let bens = stage.app.registered(&cast.ben, &event, 1).await;
    stage.then(0).await;
    let dots = stage.app.registered(&cast.dot, &event, 1).await;
    stage.then(0).await;
    stage.app.registered(&cast.cid, &event, 1).await;
    stage.then(0).await;
    let eve = json!({ "eventId": event, "quantity": 1, "person": { "username": "eve" } });
    stage.app.send(&cast.edi, REGISTER, json!({ "input": eve })).await.done();
    stage.then(0).await;
    stage.app.cancel(&cast.dot, &dots).await.done();
    stage.then(0).await;
    (event, bens)
}

/// A comma, a move, a seat taken away; the day before.
async fn goes_on(stage: &mut Stage, cast: &Cast, event: &str, bens: &str) {
    let change = json!({ "title": "Concert!", "description": "Bring, a chair." });
    stage.app.update_event(&cast.edi, event, change).await.done();
    stage.then(6).await;
    for change in [json!({ "startsAt": "2030-06-08T13:00:00Z" }), json!({ "location": "Kano" })] {
        stage.app.update_event(&cast.edi, event, change).await.done();
        stage.then(0).await;
    }
    stage.then(6).await;
    stage.app.cancel(&cast.edi, bens).await.done();
    stage.then(0).await;
    stage.app.advance(
        "2030-06-07T13:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()
            - stage.app.clock.now(),
    );
    stage.then(6).await;
    stage.app.set_notifications(&cast.fay, true, false).await;
    stage.app.update_event(&cast.olu, event, json!({ "capacity": 4 })).await.done();
    stage.then(0).await;
    stage.app.registered(&cast.fay, event, 1).await;
    stage.then(6).await;
}

/// The event is over.
async fn ends(stage: &mut Stage, cast: &Cast, event: &str) {
    stage.app.advance(TimeDelta::hours(26));
    stage.then(6).await;
    let leave = "mutation($id: ID!) { leaveFeedback(input: { eventId: $id, rating: 1 }) {
        feedback { id } userErrors { code } } }";
    let left = stage.app.send(&cast.ada, leave, json!({ "id": event })).await.done();
    stage.then(0).await;
    let removed = json!({ "id": left["feedback"]["id"] });
    stage.send(&cast.root, "deleteFeedback DeleteFeedbackInput", removed).await;
    stage.then(6).await;
    stage.app.advance(TimeDelta::days(2));
    stage.then(6).await;
}

#[rstest]
#[tokio::test]
async fn everybody_is_told_exactly_what_concerns_them(
    #[values(Sqlite, Postgres)] on: Database,
    #[values(Fate::Lives, Fate::Dies, Fate::DiesAtAJob)] fate: Fate,
) {
    let app = TestApp::start(on).await;
    let mut stage = Stage { app, fate, mails: Vec::new() };
    let cast = Cast::gather(&stage).await;
    let (event, bens) = begins(&mut stage, &cast).await;
    goes_on(&mut stage, &cast, &event, &bens).await;
    ends(&mut stage, &cast, &event).await;

    for (who, told) in [
        (&cast.olu, ""),
        (&cast.edi, "EVENT_SHARED"),
        (
            &cast.ada,
            "REGISTERED EVENT_CHANGED EVENT_CHANGED EVENT_STARTS_SOON FEEDBACK_INVITED \
                     FEEDBACK_REMOVED",
        ),
        (&cast.ben, "REGISTERED EVENT_CHANGED EVENT_CHANGED REGISTRATION_CANCELLED"),
        (
            &cast.cid,
            "WAITLISTED PROMOTED EVENT_CHANGED EVENT_CHANGED EVENT_STARTS_SOON \
                     FEEDBACK_INVITED",
        ),
        (&cast.dot, "REGISTERED"),
        (
            &cast.eve,
            "WAITLISTED EVENT_CHANGED EVENT_CHANGED PROMOTED EVENT_STARTS_SOON \
                     FEEDBACK_INVITED",
        ),
        (&cast.fay, "REGISTERED EVENT_STARTS_SOON FEEDBACK_INVITED"),
        (&cast.root, ""),
    ] {
        assert_eq!(stage.app.told_kinds(who).await.join(" "), told, "{}", who.username);
    }
    assert_eq!(by_address(&stage.mails), expected());
}

/// The subjects of the mails to each, in their order.
fn by_address(mails: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut sorted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in mails {
        let (to, subject) = line.split_once("@example.org: ").unwrap();
        sorted.entry(to).or_default().push(subject);
    }
    sorted
}

fn expected() -> BTreeMap<&'static str, Vec<&'static str>> {
    let (moved, soon) = ("Concert!: another time or place", "Concert! starts soon");
    let how = "How was Concert!?";
    BTreeMap::from([
        ("new", vec!["You are invited to Concert"]),
        ("edi", vec!["Concert was shared with you"]),
        (
            "ada",
            vec![
                "Your seats for Concert",
                moved,
                soon,
                how,
                "Your feedback on Concert! was removed",
            ],
        ),
        (
            "ben",
            vec!["Your seats for Concert", moved, "Your registration for Concert! was cancelled"],
        ),
        (
            "cid",
            vec!["You are in line for Concert", "You have seats for Concert now", moved, soon, how],
        ),
        ("dot", vec!["Your seats for Concert"]),
        (
            "eve",
            vec![
                "You are in line for Concert",
                moved,
                "You have seats for Concert! now",
                soon,
                how,
            ],
        ),
        ("fay", vec!["Your seats for Concert!", how]),
    ])
}
