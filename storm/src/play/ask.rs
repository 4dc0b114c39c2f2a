//! The questions of a storm, and how their answers are read.

use serde_json::{Value, json};

use crate::books::EVENT;
use crate::http::Reply;
use crate::identity::Kind;
use crate::log::{Operation, Outcome, Party, Status};

const PARTY: &str = "registration { id status quantity tickets { code } }";

/// The body of a request for `operation`.
pub(super) fn body(operation: &Operation, joins_line: bool, with_keys: bool) -> String {
    let name = |registration: &uuid::Uuid| Kind::Registration.name(*registration);
    let (mutation, kind, input, shown) = match operation {
        Operation::Register { key, quantity } => {
            let mut input = json!({
                "eventId": Kind::Event.id(EVENT), "quantity": quantity, "joinWaitlist": joins_line,
            });
            if let Some(input) = input.as_object_mut().filter(|_| with_keys) {
                input.insert("idempotencyKey".to_owned(), json!(key));
            }
            ("registerForEvent", "RegisterForEventInput", input, PARTY)
        }
        Operation::Cancel { registration } => {
            let input = json!({ "id": name(registration) });
            ("cancelRegistration", "CancelRegistrationInput", input, PARTY)
        }
        Operation::Resize { registration, quantity } => {
            let input = json!({ "id": name(registration), "quantity": quantity });
            ("updateRegistration", "UpdateRegistrationInput", input, PARTY)
        }
        Operation::CheckIn { code } => {
            ("checkInTicket", "CheckInTicketInput", json!({ "code": code }), "ticket { code }")
        }
    };
    let query = format!(
        "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {shown} userErrors {{ code }} }} }}"
    );
    json!({ "query": query, "variables": { "input": input } }).to_string()
}

/// Asks how somebody's own registration stands.
pub(super) fn own() -> String {
    let query = "query($id: ID!) { event(id: $id) { viewerRegistration {
        id status quantity tickets { code } } } }";
    json!({ "query": query, "variables": { "id": Kind::Event.id(EVENT) } }).to_string()
}

/// How a mutation went.
pub(super) fn outcome(reply: Reply<'_>) -> Outcome {
    let Ok(answer) = serde_json::from_slice::<Value>(reply.body) else {
        return Outcome::Unknown(format!("{} without JSON", reply.status));
    };
    if let Some(error) = answer.pointer("/errors/0") {
        let code = error.pointer("/extensions/code").and_then(Value::as_str).unwrap_or("none");
        // What failed may have been done all the same.
        return match code {
            "UNAVAILABLE" | "INTERNAL" => Outcome::Unknown(format!("503 {code}")),
            _ if reply.status >= 500 => Outcome::Unknown(format!("{} {code}", reply.status)),
            _ => Outcome::Refused(code.to_owned()),
        };
    }
    let data = answer.get("data").and_then(Value::as_object);
    let payload = data.and_then(|data| data.values().next());
    let Some(payload) = payload.filter(|_| reply.status == 200) else {
        return Outcome::Unknown(format!("{} {answer}", reply.status));
    };
    match payload.pointer("/userErrors/0") {
        Some(error) => {
            let code = error.get("code").and_then(Value::as_str).unwrap_or("none");
            Outcome::Refused(code.to_owned())
        }
        None => Outcome::Done(payload.get("registration").and_then(party)),
    }
}

/// The own registration that the answer to [`own`] shows; none where it cannot be read.
pub(super) fn standing(reply: Reply<'_>) -> Option<Option<Party>> {
    let answer: Value = serde_json::from_slice(reply.body).ok()?;
    let shown = answer.pointer("/data/event/viewerRegistration")?;
    Some(party(shown))
}

fn party(shown: &Value) -> Option<Party> {
    let codes = shown.get("tickets")?.as_array()?.iter();
    Some(Party {
        id: Kind::Registration.parse(shown.get("id")?.as_str()?)?,
        status: Status::parse(shown.get("status")?.as_str()?)?,
        quantity: i32::try_from(shown.get("quantity")?.as_i64()?).ok()?,
        codes: codes.filter_map(|ticket| ticket.get("code")?.as_str().map(str::to_owned)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Outcome {
        outcome(Reply { status, body: body.as_bytes() })
    }

    #[test]
    fn what_was_done_refused_and_failed_is_told_apart() {
        let id = Kind::Registration.id(7);
        let done = format!(
            r#"{{"data":{{"registerForEvent":{{"registration":{{"id":"{id}","status":"REGISTERED",
            "quantity":1,"tickets":[{{"code":"EVT-1"}}]}},"userErrors":[]}}}}}}"#
        );
        let party = Party {
            id: Kind::Registration.uuid(7),
            status: Status::Registered,
            quantity: 1,
            codes: vec!["EVT-1".to_owned()],
        };
        assert_eq!(read(200, &done), Outcome::Done(Some(party)));
        let refused =
            r#"{"data":{"x":{"registration":null,"userErrors":[{"code":"EVENT_FULL"}]}}}"#;
        assert_eq!(read(200, refused), Outcome::Refused("EVENT_FULL".to_owned()));
        let failed = r#"{"data":null,"errors":[{"extensions":{"code":"UNAVAILABLE"}}]}"#;
        assert_eq!(read(503, failed), Outcome::Unknown("503 UNAVAILABLE".to_owned()));
        assert!(matches!(read(502, "bad gateway"), Outcome::Unknown(_)));
        let forbidden = r#"{"data":null,"errors":[{"extensions":{"code":"FORBIDDEN"}}]}"#;
        assert_eq!(read(200, forbidden), Outcome::Refused("FORBIDDEN".to_owned()));
    }
}
