//! `/calendar/{secret}.ics`: a person's feed, for calendar programs, which have no token but the secret.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::domain::export::calendar::feed;
use crate::http::HttpState;
use crate::kernel::error::Failure;

/// Where feeds are. What follows is a secret, which no log may hold.
pub(super) const FOLDER: &str = "/calendar/";

/// `GET /calendar/{file}`
pub(super) async fn feed(
    State(state): State<HttpState>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let found = match file.strip_suffix(".ics") {
        Some(secret) => feed::read(&state.core, secret).await,
        None => Ok(None),
    };
    let mut response = match found {
        Ok(Some(calendar)) => answer(calendar, &headers),
        Ok(None) => (StatusCode::NOT_FOUND, "There is no such calendar.\n").into_response(),
        Err(Failure::Unavailable(fault)) => {
            tracing::warn!(%fault, "the database is away or has no connection free");
            (StatusCode::SERVICE_UNAVAILABLE, "The server is busy; try again in a moment.\n")
                .into_response()
        }
        Err(failure) => {
            tracing::error!(?failure, "cannot write a calendar feed");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.\n")
                .into_response()
        }
    };
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// The calendar, or 304 where the client has it (RFC 9110 §13.1.2). The tag is weak: the same calendar may
/// go out compressed.
fn answer(calendar: String, request: &HeaderMap) -> Response {
    let tag = format!("W/\"{}\"", URL_SAFE_NO_PAD.encode(Sha256::digest(&calendar)));
    let mut response = if has(request, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], calendar).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Whether `If-None-Match` names the tag, by the weak comparison.
fn has(request: &HeaderMap, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let asked = request.get_all(header::IF_NONE_MATCH).iter();
    let mut asked = asked.filter_map(|value| value.to_str().ok()).flat_map(|v| v.split(','));
    asked.any(|asked| asked.trim() == "*" || opaque(asked) == opaque(tag))
}
