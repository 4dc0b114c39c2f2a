//! What people say of events, and who may.

mod books;
mod denied;
mod give;
mod lists;

use serde_json::{Value, json};

use crate::support::{Person, Reply, TestApp};

/// What a test asks of feedback.
const FIELDS: &str = "feedback { id rating comment author { username }
        event { feedbackCount averageRating viewerFeedback { rating } } }
    userErrors { code message field }";

impl TestApp {
    /// An event tomorrow at noon, an hour long, to which `guests` are registered.
    async fn event_with(&self, organizer: &Person, guests: &[&Person]) -> String {
        let event = self.event(organizer, json!({ "capacity": 100 })).await;
        for guest in guests {
            self.registered(guest, &event, 1).await;
        }
        event
    }

    /// Moves the clock to when tomorrow's events are over.
    fn over(&self) {
        self.advance(chrono::TimeDelta::hours(26));
    }

    async fn leave(&self, who: &Person, event: &str, input: Value) -> Reply {
        let operation = format!(
            "mutation($input: LeaveFeedbackInput!) {{ leaveFeedback(input: $input) {{ {FIELDS} }} }}"
        );
        let mut whole = json!({ "eventId": event });
        whole.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        self.send(who, &operation, json!({ "input": whole })).await
    }

    /// The id of feedback that was left.
    async fn left(&self, who: &Person, event: &str, rating: i32) -> String {
        let payload = self.leave(who, event, json!({ "rating": rating })).await.done();
        payload["feedback"]["id"].as_str().unwrap().to_owned()
    }

    async fn change_feedback(&self, who: &Person, id: &str, change: Value) -> Reply {
        let operation = format!(
            "mutation($input: UpdateFeedbackInput!) {{
                updateFeedback(input: $input) {{ {FIELDS} }} }}"
        );
        let mut whole = json!({ "id": id });
        whole.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        self.send(who, &operation, json!({ "input": whole })).await
    }

    async fn delete_feedback(&self, who: impl Into<Option<&Person>>, id: &str) -> Reply {
        let operation = "mutation($id: ID!) { deleteFeedback(input: { id: $id }) {
            deletedFeedbackId userErrors { code message field } } }";
        self.send(who, operation, json!({ "id": id })).await
    }

    /// `[feedbackCount, averageRating]` of an event.
    async fn figures(&self, who: &Person, event: &str) -> Value {
        let asked = "query($id: ID!) { event(id: $id) { feedbackCount averageRating } }";
        let event = self.send(who, asked, json!({ "id": event })).await.at("event");
        json!([event["feedbackCount"], event["averageRating"]])
    }
}
