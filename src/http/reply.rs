//! Answers, and their status codes.

use std::time::Duration;

use async_graphql::{ErrorExtensionValues, Response as Executed, ServerError, Value};
use async_graphql_axum::GraphQLResponse;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::graphql::error::TOO_OFTEN;
use crate::graphql::protocol::Rejection;
use crate::http::accept::MediaType;

/// The most errors of one answer; more help nobody.
const ERRORS: usize = 100;

/// A request that is refused before anything runs.
#[derive(Debug)]
pub(super) struct Refused {
    status: StatusCode,
    /// Boxed: it is large, and every check on the way may answer with one.
    error: Box<ServerError>,
    /// Whether the document was at fault and not the request that carries it: old clients, who ask for
    /// plain JSON, read that from a 200.
    in_document: bool,
}

impl Refused {
    /// Refuses with a status, a code for programs and a message for people.
    pub(super) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        let mut error = ServerError::new(message, None);
        set_code(&mut error, code);
        Self { status, error: Box::new(error), in_document: false }
    }

    /// Refuses what makes no sense.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", message)
    }

    /// Refuses whom comes too often, with the time until they may come again.
    pub(super) fn too_often(wait: Duration) -> Self {
        let mut refused = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", TOO_OFTEN);
        let seconds = u64::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1);
        if let Some(extensions) = &mut refused.error.extensions {
            extensions.set("retryAfter", seconds);
        }
        refused
    }

    /// Where the fault is ours, tells under which id the log has it.
    pub(super) fn with_request_id(mut self, id: &str) -> Self {
        tell_request_id(&mut self.error, id);
        self
    }

    /// The answer in the media type that the client wants.
    pub(super) fn reply(self, media_type: MediaType) -> Response {
        let status = if self.in_document && media_type == MediaType::Json {
            StatusCode::OK
        } else {
            self.status
        };
        write(Executed::from_errors(vec![*self.error]), status, media_type)
    }
}

impl From<Rejection> for Refused {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::Limit(message) => {
                Self::new(StatusCode::BAD_REQUEST, "LIMIT_EXCEEDED", message)
            }
            Rejection::BadRequest(message) => Self::bad(message),
            Rejection::Document(mut error) => {
                set_code(&mut error, "BAD_REQUEST");
                Self { status: StatusCode::BAD_REQUEST, error: Box::new(error), in_document: true }
            }
        }
    }
}

/// The answer to a request that was executed, or refused by the executor's validation.
pub(super) fn executed(
    mut response: Executed,
    media_type: MediaType,
    request_id: &str,
) -> Response {
    // An error without a path came before any field was resolved.
    let ran = response.errors.iter().all(|error| !error.path.is_empty());
    for error in &mut response.errors {
        if code(error).is_none() {
            set_code(error, "BAD_REQUEST");
        }
        tell_request_id(error, request_id);
    }
    response.errors.truncate(ERRORS);
    // Where there is data something was done, a mutation perhaps: it must not be sent again for a field
    // that could not be read.
    let is_busy = response.errors.iter().any(|error| code(error) == Some("UNAVAILABLE"));
    let status = if is_busy && has_no_data(&response.data) {
        StatusCode::SERVICE_UNAVAILABLE
    } else if ran || media_type == MediaType::Json {
        StatusCode::OK
    } else {
        StatusCode::BAD_REQUEST
    };
    write(response, status, media_type)
}

fn write(response: Executed, status: StatusCode, media_type: MediaType) -> Response {
    let retry_after = response.errors.iter().filter_map(retry_after).max();
    // A request that never ran has no `data` at all (GraphQL, §7.1).
    let mut reply = if response.is_err() && response.data == Value::Null && !has_path(&response) {
        let body = serde_json::json!({ "errors": response.errors });
        axum::Json(body).into_response()
    } else {
        GraphQLResponse::from(response).into_response()
    };
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type.content_type()));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    match status {
        StatusCode::UNAUTHORIZED => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        StatusCode::REQUEST_TIMEOUT => {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        _ => {}
    }
    reply
}

/// Whether nothing at all was answered: null, or an object of nulls.
fn has_no_data(data: &Value) -> bool {
    match data {
        Value::Object(fields) => fields.values().all(|field| *field == Value::Null),
        data => *data == Value::Null,
    }
}

fn has_path(response: &Executed) -> bool {
    response.errors.iter().any(|error| !error.path.is_empty())
}

fn tell_request_id(error: &mut ServerError, id: &str) {
    if code(error) == Some("INTERNAL") {
        error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("requestId", id);
    }
}

fn code(error: &ServerError) -> Option<&str> {
    match error.extensions.as_ref()?.get("code")? {
        Value::String(code) => Some(code),
        _ => None,
    }
}

/// In how many seconds to come again, where the error says so.
fn retry_after(error: &ServerError) -> Option<u64> {
    match error.extensions.as_ref()?.get("retryAfter")? {
        Value::Number(seconds) => seconds.as_u64(),
        _ => None,
    }
}

fn set_code(error: &mut ServerError, code: &str) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
}
