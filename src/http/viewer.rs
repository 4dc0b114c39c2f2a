//! Whose request it is, of the bearer token.

use std::net::SocketAddr;

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap, StatusCode, header};

use crate::domain::access::Viewer;
use crate::domain::{Core, account};
use crate::graphql::context::Client;
use crate::http::reply::Refused;
use crate::kernel::error::Failure;

/// Characters kept of a `User-Agent`.
const USER_AGENT: usize = 512;

/// The viewer that the `Authorization` header names; anonymous where there is none.
///
/// A token that is not good is refused here, before anything runs: were it taken for anonymous, a client
/// would show an empty page instead of renewing it.
pub(super) async fn of(
    core: &Core,
    headers: &HeaderMap,
    client: &Client,
) -> Result<Viewer, Refused> {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Ok(Viewer::Anonymous);
    };
    let unauthenticated = || {
        let message = "The access token is invalid or expired; sign in again.";
        Refused::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message)
    };
    let token = value.to_str().ok().and_then(bearer).ok_or_else(unauthenticated)?;
    match account::authenticate(core, token, client.ip_address.clone()).await {
        Ok(Some(viewer)) => Ok(viewer),
        Ok(None) => Err(unauthenticated()),
        Err(Failure::Unavailable(fault)) => {
            tracing::warn!(%fault, "the database is away or has no connection free");
            let message = "The server is busy; try again in a moment.";
            Err(Refused::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message))
        }
        Err(failure) => {
            tracing::error!(?failure, "cannot tell who asks");
            let message = "Something went wrong on our side.";
            Err(Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message))
        }
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Where the request came from.
pub(super) fn client(headers: &HeaderMap, extensions: &Extensions) -> Client {
    let peer = extensions.get::<ConnectInfo<SocketAddr>>();
    let user_agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    Client {
        ip_address: peer.map(|ConnectInfo(peer)| peer.ip().to_string()),
        user_agent: user_agent.map(|agent| agent.chars().take(USER_AGENT).collect()),
    }
}
