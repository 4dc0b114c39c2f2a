//! Routes, and what surrounds every request.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::routing::{get, post};
use ipnet::IpNet;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{
    MakeRequestUuid, PropagateRequestIdLayer, RequestId, SetRequestIdLayer,
};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::config::{HttpConfig, TimeLimits};
use crate::domain::Core;
use crate::graphql::ApiSchema;
use crate::graphql::protocol::documents::Documents;
use crate::graphql::protocol::shape::Shape;
use crate::http::limiter::Limiter;
use crate::http::{calendar, cors, graphiql, graphql, health, metrics, unsubscribe};

/// Bytes of a request's body.
const BODY: usize = 128 * 1024;

/// Seconds after which to try again when the server is busy.
const RETRY_AFTER: &str = "1";

/// The longest request id that is taken from a client.
const REQUEST_ID: usize = 64;

/// What handlers share.
#[derive(Clone)]
pub struct HttpState {
    /// What commands need.
    pub core: Arc<Core>,
    /// The schema.
    pub schema: ApiSchema,
    /// What the limits need to know of it.
    pub shape: Arc<Shape>,
    /// The kinds of jobs there are, for the figures.
    pub job_kinds: Arc<[&'static str]>,
    /// How long things may take.
    pub limits: TimeLimits,
    /// Counts requests; none are counted where `RATE_LIMIT` is off.
    pub limiter: Option<Arc<Limiter>>,
    /// Whose word is taken for where a request came from.
    pub proxies: Arc<[IpNet]>,
    /// Documents that were parsed before.
    pub documents: Arc<Documents>,
}

/// The server's routes.
pub fn router(state: HttpState, config: &HttpConfig) -> Router {
    let graphql = get(graphql::by_get).post(graphql::by_post).fallback(graphql::other_method);
    let mut others = Router::new()
        .route("/calendar/{file}", get(calendar::feed))
        .route("/unsubscribe/{secret}", post(unsubscribe::by_post).fallback(unsubscribe::by_other))
        .route("/livez", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::metrics));
    if config.graphiql {
        others = graphiql::routes(others);
    }
    // The endpoint minds its time by itself: it has a body to say so in.
    let patience =
        TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, state.limits.answer);
    others
        .layer(patience)
        .route("/graphql", graphql)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new().gzip(true))
        .layer(cors::layer(config))
        .layer(SetResponseHeaderLayer::if_not_present(header::RETRY_AFTER, retry_when_busy))
        .layer(CatchPanicLayer::new())
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(axum::middleware::map_request(without_odd_id))
        .with_state(state)
}

/// Any 503 says when to come again, the one of the time-out too.
fn retry_when_busy<B>(response: &Response<B>) -> Option<HeaderValue> {
    (response.status() == StatusCode::SERVICE_UNAVAILABLE)
        .then(|| HeaderValue::from_static(RETRY_AFTER))
}

/// Forgets a request id that no log should hold: a long one, or one with odd characters.
async fn without_odd_id<B>(mut request: Request<B>) -> Request<B> {
    let is_odd = |id: &HeaderValue| {
        let is_plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
        id.len() > REQUEST_ID || !id.as_bytes().iter().all(is_plain)
    };
    if request.headers().get("x-request-id").is_some_and(is_odd) {
        request.headers_mut().remove("x-request-id");
    }
    request
}

fn span<B>(request: &Request<B>) -> tracing::Span {
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok()).unwrap_or_default();
    // The path alone: a query string may hold a whole document with somebody's data in it.
    // Of a calendar feed, and of what ends mail, not even that: the path is the secret.
    let path = request.uri().path();
    let secret = [calendar::FOLDER, unsubscribe::FOLDER];
    let path = secret.into_iter().find(|folder| path.starts_with(folder)).unwrap_or(path);
    tracing::info_span!("request", method = %request.method(), path, id)
}
