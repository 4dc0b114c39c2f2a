//! `/unsubscribe/{secret}`: ends mail by one post (RFC 8058), which mail programs send for their readers,
//! without a session or a page. Nothing else changes anything: programs that look at every link would else
//! unsubscribe people who never asked for it.

use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::domain::notification;
use crate::http::HttpState;
use crate::kernel::error::Failure;

/// Where it is. What follows is a secret, which no log may hold.
pub(super) const FOLDER: &str = "/unsubscribe/";

/// `POST /unsubscribe/{secret}`; the body, `List-Unsubscribe=One-Click`, says nothing that the path does not.
pub(super) async fn by_post(
    State(state): State<HttpState>,
    Path(secret): Path<String>,
) -> Response {
    let answer = match notification::unsubscribe(&state.core, &secret).await {
        Ok(true) => (StatusCode::OK, "No more of these mails will come.\n").into_response(),
        Ok(false) => {
            (StatusCode::NOT_FOUND, "There is nothing here to unsubscribe from.\n").into_response()
        }
        Err(Failure::Unavailable(fault)) => {
            tracing::warn!(%fault, "the database is away or has no connection free");
            (StatusCode::SERVICE_UNAVAILABLE, "The server is busy; try again in a moment.\n")
                .into_response()
        }
        Err(failure) => {
            tracing::error!(?failure, "cannot unsubscribe");
            (StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side.\n")
                .into_response()
        }
    };
    private(answer)
}

/// Any other method: a person who followed the link is told what to do.
pub(super) async fn by_other() -> Response {
    let told = "Nothing was changed. The unsubscribe button of your mail program ends these mails, and so does \
                updateNotificationSettings.\n";
    let mut answer = (StatusCode::METHOD_NOT_ALLOWED, told).into_response();
    answer.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    private(answer)
}

fn private(mut answer: Response) -> Response {
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        answer.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    answer
}
