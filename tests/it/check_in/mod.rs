//! The door: tickets by code, checking in and taking that back, and the list for devices without a network.

mod denied;
mod guess;
mod list;
mod look;
mod once;
mod scan;

use serde_json::{Value, json};

use crate::support::{Database, Person, Reply, TestApp};

pub(crate) const CHECK_IN: &str =
    "mutation($input: CheckInTicketInput!) { checkInTicket(input: $input) {
    ticket { code isUsed checkedInAt checkedInBy { username } cancelledAt
        registration { status tickets { code isUsed } } }
    userErrors { code message field } } }";

const UNDO: &str = "mutation($code: String!) { undoCheckIn(input: { code: $code }) {
    ticket { code isUsed checkedInAt checkedInBy { username } }
    userErrors { code message field } } }";

/// An event of Olu's, with Dora at the door and two seats of Ada's.
struct Door {
    app: TestApp,
    olu: Person,
    dora: Person,
    ada: Person,
    event: String,
    registration: String,
    codes: Vec<String>,
}

impl Door {
    async fn open(on: Database) -> Self {
        Self::open_in(TestApp::start(on).await).await
    }

    async fn open_in(app: TestApp) -> Self {
        let (olu, dora, ada) =
            (app.organizer("olu").await, app.attendee("dora").await, app.attendee("ada").await);
        let event = app.event(&olu, json!({ "visibility": "PRIVATE" })).await;
        app.share(&event, &dora, turnout::entity::word::CollaboratorRole::CheckIn).await;
        let input = json!({ "eventId": event, "quantity": 2, "person": { "id": ada.id } });
        let made = app.send(&olu, crate::support::make::REGISTER, json!({ "input": input })).await;
        let made = made.done()["registration"].clone();
        let codes = made["tickets"].as_array().unwrap().iter();
        let codes = codes.map(|ticket| ticket["code"].as_str().unwrap().to_owned()).collect();
        let registration = made["id"].as_str().unwrap().to_owned();
        Self { app, olu, dora, ada, event, registration, codes }
    }

    async fn check_in(&self, who: &Person, code: &str) -> Reply {
        self.check_in_with(who, code, json!({})).await
    }

    async fn check_in_with(&self, who: &Person, code: &str, more: Value) -> Reply {
        let mut input = json!({ "code": code });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.app.send(who, CHECK_IN, json!({ "input": input })).await
    }

    async fn undo(&self, who: &Person, code: &str) -> Reply {
        self.app.send(who, UNDO, json!({ "code": code })).await
    }

    /// Which of the registration's tickets are used, as the organizer sees it.
    async fn used(&self) -> Vec<bool> {
        let query =
            "query($id: ID!) { node(id: $id) { ... on Registration { tickets { isUsed } } } }";
        let seen = self.app.send(&self.olu, query, json!({ "id": self.registration })).await;
        let tickets = seen.at("node.tickets");
        tickets.as_array().unwrap().iter().map(|t| t["isUsed"].as_bool().unwrap()).collect()
    }
}
