//! Events, shares and registrations, made in one call.

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use turnout::entity::event_collaborator;
use turnout::entity::word::CollaboratorRole;
use turnout::kernel::clock::Clock;
use turnout::kernel::id::EventId;

use crate::support::{Person, Reply, TestApp};

/// The day after a test begins, at noon.
pub(crate) const TOMORROW: &str = "2030-06-02T12:00:00Z";

pub(crate) const CREATE_EVENT: &str = "mutation($input: CreateEventInput!) {
    createEvent(input: $input) { event { id status } userErrors { code message field } } }";

pub(crate) const UPDATE_EVENT: &str = "mutation($input: UpdateEventInput!) {
    updateEvent(input: $input) { event { id title capacity registeredCount waitlistedCount }
        userErrors { code message field } } }";

pub(crate) const REGISTER: &str = "mutation($input: RegisterForEventInput!) {
    registerForEvent(input: $input) {
        registration { id status quantity waitlistPosition tickets { id code } user { username }
            event { registeredCount waitlistedCount seatsRemaining } }
        userErrors { code message field } } }";

pub(crate) const RESIZE: &str = "mutation($id: ID!, $quantity: Int!) {
    updateRegistration(input: { id: $id, quantity: $quantity }) {
        registration { id status quantity waitlistPosition tickets { id code }
            event { registeredCount waitlistedCount } }
        userErrors { code message field } } }";

pub(crate) const CANCEL: &str = "mutation($id: ID!) {
    cancelRegistration(input: { id: $id }) {
        registration { id status waitlistPosition tickets { code }
            event { registeredCount waitlistedCount } }
        userErrors { code message field } } }";

impl TestApp {
    /// Sends `createEvent`: a public event tomorrow at noon, `changes` over the defaults.
    pub(crate) async fn try_event(&self, organizer: &Person, changes: Value) -> Reply {
        let mut input = json!({ "title": "Concert", "location": "Lagos", "startsAt": TOMORROW });
        input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        self.send(organizer, CREATE_EVENT, json!({ "input": input })).await
    }

    /// The id of a new event.
    pub(crate) async fn event(&self, organizer: &Person, changes: Value) -> String {
        let payload = self.try_event(organizer, changes).await.done();
        payload["event"]["id"].as_str().unwrap().to_owned()
    }

    /// Sends `updateEvent`.
    pub(crate) async fn update_event(&self, who: &Person, id: &str, changes: Value) -> Reply {
        let mut input = json!({ "id": id });
        input.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        self.send(who, UPDATE_EVENT, json!({ "input": input })).await
    }

    /// Sends `registerForEvent`.
    pub(crate) async fn register(&self, who: &Person, event: &str, quantity: i32) -> Reply {
        let input = json!({ "eventId": event, "quantity": quantity });
        self.send(who, REGISTER, json!({ "input": input })).await
    }

    /// The id of a new registration.
    pub(crate) async fn registered(&self, who: &Person, event: &str, quantity: i32) -> String {
        let payload = self.register(who, event, quantity).await.done();
        payload["registration"]["id"].as_str().unwrap().to_owned()
    }

    /// Sends `updateRegistration`.
    pub(crate) async fn resize(&self, who: &Person, registration: &str, quantity: i32) -> Reply {
        self.send(who, RESIZE, json!({ "id": registration, "quantity": quantity })).await
    }

    /// Sends `cancelRegistration`.
    pub(crate) async fn cancel(&self, who: &Person, registration: &str) -> Reply {
        self.send(who, CANCEL, json!({ "id": registration })).await
    }

    /// Shares an event, straight in the database.
    pub(crate) async fn share(&self, event: &str, with: &Person, role: CollaboratorRole) {
        let on = self.core.db.begin().await.unwrap();
        event_collaborator::ActiveModel {
            event_id: Set(EventId::parse(event).unwrap()),
            user_id: Set(with.user_id),
            role: Set(role),
            added_at: Set(self.clock.now()),
        }
        .insert(&on)
        .await
        .unwrap();
        on.commit().await.unwrap();
    }
}
