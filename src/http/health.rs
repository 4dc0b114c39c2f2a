//! What an operator's probes ask.

use axum::extract::State;
use axum::http::StatusCode;

use crate::http::HttpState;

/// The process runs.
pub(super) async fn live() -> &'static str {
    "ok\n"
}

/// The database answers, so requests will.
pub(super) async fn ready(State(state): State<HttpState>) -> (StatusCode, &'static str) {
    match state.core.db.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(failure) => {
            tracing::warn!(%failure, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
