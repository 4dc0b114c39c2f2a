//! GraphQL over HTTP: POST, and GET for queries.

use std::panic::AssertUnwindSafe;

use async_graphql::parser::types::OperationType;
use async_graphql::{Request, Response as Executed};
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Query, State};
use axum::http::{HeaderValue, Method, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use tower_http::request_id::RequestId;
use tracing::Instrument;

use crate::graphql::ApiSchema;
use crate::graphql::context::RequestState;
use crate::graphql::protocol::plan::Plan;
use crate::graphql::protocol::{self, complete};
use crate::http::accept::MediaType;
use crate::http::reply::{self, Refused};
use crate::http::request::{self, Parameters};
use crate::http::{HttpState, viewer};
use crate::kernel::request_id;

/// `POST /graphql`
pub(super) async fn by_post(
    State(state): State<HttpState>,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let Some(media_type) = MediaType::wanted(&parts.headers) else { return not_acceptable() };
    // With its extensions: the limit on the body's size travels in them.
    let request = axum::extract::Request::from_parts(parts.clone(), body);
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(rejection) => return unread(&rejection).reply(media_type),
    };
    let parameters = match request::from_body(&parts.headers, &body) {
        Ok(parameters) => parameters,
        Err(refused) => return refused.reply(media_type),
    };
    answer(&state, &parts, parameters, media_type).await
}

/// `GET /graphql?query=…`
pub(super) async fn by_get(State(state): State<HttpState>, parts: Parts) -> Response {
    let Some(media_type) = MediaType::wanted(&parts.headers) else { return not_acceptable() };
    let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    let parameters = match pairs {
        Ok(Query(pairs)) => request::from_address(pairs),
        Err(_) => Err(Refused::bad("The address cannot be read.")),
    };
    match parameters {
        Ok(parameters) => answer(&state, &parts, parameters, media_type).await,
        Err(refused) => refused.reply(media_type),
    }
}

/// Any other method.
pub(super) async fn other_method() -> Response {
    let message = "Use POST, or GET for queries.";
    let mut reply =
        Refused::new(StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST", message).reply(MediaType::Json);
    reply.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD, POST"));
    reply
}

async fn answer(
    state: &HttpState,
    parts: &Parts,
    parameters: Parameters,
    media_type: MediaType,
) -> Response {
    let id = parts.extensions.get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    let run = request_id::scope(id, run(state, parts, parameters));
    match run.await {
        Ok(response) => reply::executed(response, media_type, id),
        Err(refused) => refused.with_request_id(id).reply(media_type),
    }
}

async fn run(
    state: &HttpState,
    parts: &Parts,
    parameters: Parameters,
) -> Result<Executed, Refused> {
    let Parameters { query, operation_name, mut variables } = parameters;
    let name = operation_name.as_deref();
    let document = protocol::prepare(&state.shape, &state.documents, &query, name, &mut variables)?;
    let operation = protocol::operation(&document, name);
    let is_mutation = operation.is_some_and(|picked| picked.ty == OperationType::Mutation);
    if is_mutation && parts.method != Method::POST {
        let message = "Mutations are sent by POST.";
        return Err(Refused::new(StatusCode::METHOD_NOT_ALLOWED, "BAD_REQUEST", message));
    }
    let plan = operation
        .map(|picked| Plan::of(&state.shape, &document, picked, &variables))
        .transpose()?
        .flatten();
    let client = viewer::client(&parts.headers, &parts.extensions);
    let viewer = viewer::of(&state.core, &parts.headers, &client).await?;
    let mut request = Request::new(query).variables(variables).data(RequestState::new(
        std::sync::Arc::clone(&state.core),
        viewer,
        client,
    ));
    request.operation_name = operation_name;
    request.set_parsed_query(document);
    let mut executed = if is_mutation {
        to_the_end(state.schema.clone(), request).await?
    } else {
        let execution = AssertUnwindSafe(state.schema.execute(request));
        execution.catch_unwind().await.map_err(|_| panicked("a query"))?
    };
    if let Some(plan) = &plan {
        complete::complete(plan, &mut executed);
    }
    Ok(executed)
}

/// Executes in a task of its own: were the client to go away, a half-done transaction must not be dropped
/// with the handler, which would spoil the pooled connection, and what was begun is brought to its end.
async fn to_the_end(schema: ApiSchema, request: Request) -> Result<Executed, Refused> {
    let id = request_id::current().unwrap_or_default();
    let task = async move { request_id::scope(&id, schema.execute(request)).await };
    tokio::spawn(task.in_current_span()).await.map_err(|_| panicked("a mutation"))
}

/// The panic's own text is in the log already, by the panic hook.
fn panicked(what: &str) -> Refused {
    tracing::error!("{what} panicked");
    let message = "Something went wrong on our side.";
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
}

fn unread(rejection: &BytesRejection) -> Refused {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let message = "The request is too large.";
        return Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "LIMIT_EXCEEDED", message);
    }
    Refused::bad("The body could not be read.")
}

fn not_acceptable() -> Response {
    let message = "Answers are application/graphql-response+json or application/json.\n";
    (StatusCode::NOT_ACCEPTABLE, message).into_response()
}
