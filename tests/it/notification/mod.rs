//! What people are told: of their seats, of changes and ends of events, of the clock; the list of it.

mod changes;
mod ends;
mod feedback;
mod invitations;
mod list;
mod mail;
mod many;
mod occasions;
mod own_data;
mod races;
mod seats;
mod sharing;
mod storyline;
mod unsubscribe;

use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use serde_json::{Value, json};
use turnout::entity::user;
use turnout::kernel::clock::Clock;

use crate::support::{Person, Reply, TestApp};

pub(crate) const CANCEL_EVENT: &str = "mutation($id: ID!, $reason: String) {
    cancelEvent(input: { id: $id, reason: $reason }) { event { id } userErrors { code } } }";

pub(crate) const DELETE_EVENT: &str =
    "mutation($id: ID!) { deleteEvent(input: { id: $id }) { deletedEventId userErrors { code } } }";

impl TestApp {
    /// The person, who has proved their address.
    pub(crate) async fn proved(&self, person: Person) -> Person {
        let on = self.core.db.begin().await.unwrap();
        let row = user::ActiveModel {
            id: Set(person.user_id),
            email_verified_at: Set(Some(self.clock.now())),
            ..Default::default()
        };
        row.update(&on).await.unwrap();
        on.commit().await.unwrap();
        person
    }

    /// Does what is due, and gives the mails that this sent, as `address: subject`, sorted.
    pub(crate) async fn mailed(&self) -> Vec<String> {
        let mails = self.mails().await;
        let mut lines: Vec<String> =
            mails.iter().map(|mail| format!("{}: {}", mail.to, mail.subject)).collect();
        lines.sort();
        lines
    }

    pub(crate) async fn set_notifications(&self, who: &Person, email: bool, reminders: bool) {
        let change = "mutation($input: UpdateNotificationSettingsInput!) {
            updateNotificationSettings(input: $input) { userErrors { code } } }";
        let input = json!({ "email": email, "reminders": reminders });
        self.send(who, change, json!({ "input": input })).await.done();
    }

    /// What a person was told, the oldest first.
    pub(crate) async fn told(&self, who: &Person) -> Vec<Value> {
        let asked =
            "{ viewer { notifications(first: 100) { nodes { id kind message isRead createdAt
            event { id title } registration { id status } } } } }";
        let reply = self.send(who, asked, json!({})).await;
        let mut told = reply.at("viewer.notifications.nodes").as_array().unwrap().clone();
        told.reverse();
        told.sort_by_key(|one| one["createdAt"].as_str().unwrap().to_owned());
        told
    }

    /// The kinds of it.
    pub(crate) async fn told_kinds(&self, who: &Person) -> Vec<String> {
        let told = self.told(who).await;
        told.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// Does what is due, until nothing is.
    pub(crate) async fn settle(&self) {
        self.runner.run_due().await.unwrap();
    }

    pub(crate) async fn cancel_event(&self, who: &Person, event: &str) -> Reply {
        self.send(who, CANCEL_EVENT, json!({ "id": event, "reason": null })).await
    }

    pub(crate) async fn delete_event(&self, who: &Person, event: &str) -> Reply {
        self.send(who, DELETE_EVENT, json!({ "id": event })).await
    }
}
