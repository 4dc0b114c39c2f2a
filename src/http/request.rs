//! The parameters of a GraphQL request, of a body or of an address.

use async_graphql::Variables;
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};

use crate::http::reply::Refused;

/// What a client may send (GraphQL over HTTP, §5.1).
#[derive(Debug, Default)]
pub(super) struct Parameters {
    pub query: String,
    pub operation_name: Option<String>,
    pub variables: Variables,
}

/// Reads a JSON body. Only `application/json` is taken: a form or plain text, which a page of any origin
/// may send without asking, can forge nothing.
pub(super) fn from_body(headers: &HeaderMap, body: &[u8]) -> Result<Parameters, Refused> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        let message = "Send the request as application/json.";
        return Err(Refused::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_REQUEST", message));
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => from_members(members),
        Ok(Value::Array(_)) => {
            Err(Refused::bad("Batches are not served; send one request at a time."))
        }
        Ok(_) => Err(Refused::bad("The body must be a JSON object.")),
        Err(error) => Err(Refused::bad(format!("The body is no JSON: {error}."))),
    }
}

/// Reads the parameters of an address, where `variables` and `extensions` are JSON.
pub(super) fn from_address(pairs: Vec<(String, String)>) -> Result<Parameters, Refused> {
    let mut members = Map::new();
    for (name, value) in pairs {
        let value = match name.as_str() {
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|error| Refused::bad(format!("{name} is no JSON: {error}.")))?,
            "operationName" if value.is_empty() => Value::Null,
            _ => Value::String(value),
        };
        members.insert(name, value);
    }
    from_members(members)
}

fn from_members(mut members: Map<String, Value>) -> Result<Parameters, Refused> {
    let Some(Value::String(query)) = members.remove("query") else {
        return Err(Refused::bad("query must be a string: the GraphQL document."));
    };
    let operation_name = match members.remove("operationName") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name),
        Some(_) => return Err(Refused::bad("operationName must be a string.")),
    };
    let variables = match members.remove("variables") {
        None | Some(Value::Null) => Variables::default(),
        Some(variables @ Value::Object(_)) => Variables::from_json(variables),
        Some(_) => return Err(Refused::bad("variables must be an object.")),
    };
    match members.remove("extensions") {
        None | Some(Value::Null | Value::Object(_)) => {}
        Some(_) => return Err(Refused::bad("extensions must be an object.")),
    }
    Ok(Parameters { query, operation_name, variables })
}
