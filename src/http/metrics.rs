//! `/metrics`: figures in Prometheus' text format.
//!
//! To add a figure that the database knows: a [`Family`] and a `gauge` line here. What is counted as it
//! happens comes by itself: see [`kernel::metrics`](crate::kernel::metrics).

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::domain::job;
use crate::http::HttpState;
use crate::kernel::metrics::{Family, gauge};

/// Prometheus' text format.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

static PENDING: Family =
    Family { name: "turnout_jobs_pending", help: "Jobs that wait or run.", labels: &["kind"] };
static FAILED: Family = Family {
    name: "turnout_jobs_failed",
    help: "Jobs that were given up and are kept; see turnout jobs list.",
    labels: &["kind"],
};
static OLDEST: Family = Family {
    name: "turnout_jobs_oldest_seconds",
    help: "For how long the job that has waited longest has been due.",
    labels: &[],
};

/// `GET /metrics`
pub(super) async fn metrics(State(state): State<HttpState>) -> Response {
    let mut text = state.core.metrics.render();
    match job::figures(&state.core).await {
        Ok(figures) => {
            let by_kind = |counts: &[(String, u64)]| {
                let count = |kind: &str| {
                    counts.iter().find(|(name, _)| name == kind).map_or(0, |(_, count)| *count)
                };
                state.job_kinds.iter().map(|kind| (vec![*kind], count(kind))).collect::<Vec<_>>()
            };
            gauge(&mut text, &PENDING, &by_kind(&figures.pending));
            gauge(&mut text, &FAILED, &by_kind(&figures.failed));
            gauge(&mut text, &OLDEST, &[(Vec::new(), figures.oldest_seconds)]);
        }
        Err(failure) => {
            tracing::warn!(%failure, "no figures of the database");
            return (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
                .into_response();
        }
    }
    ([(header::CONTENT_TYPE, TEXT)], text).into_response()
}
