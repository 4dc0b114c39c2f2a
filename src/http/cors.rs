//! Which pages of other origins may call.

use std::time::Duration;

use axum::http::{HeaderValue, Method, header};
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::config::HttpConfig;

/// Lets the origins of `CORS_ORIGINS` and the server's own in.
pub(super) fn layer(config: &HttpConfig) -> CorsLayer {
    let own = config.public_url.to_ascii_lowercase();
    let origins = config.cors_origins.iter().chain([&own]);
    let origins: Vec<HeaderValue> =
        origins.filter_map(|origin| HeaderValue::from_str(origin).ok()).collect();
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::ACCEPT, header::AUTHORIZATION, header::CONTENT_TYPE])
        .expose_headers([header::RETRY_AFTER, header::HeaderName::from_static("x-request-id")])
        .max_age(Duration::from_secs(600))
}
