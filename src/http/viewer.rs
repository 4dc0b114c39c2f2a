//! Whose request it is, of the bearer token.

use axum::http::{HeaderMap, StatusCode, header};

use crate::domain::access::Viewer;
use crate::domain::account::Bearer;
use crate::domain::{Core, account};
use crate::graphql::context::Client;
use crate::http::limiter::Sender;
use crate::http::reply::Refused;
use crate::kernel::error::Failure;

/// Whom a request claims to come from: read from its token alone, without the database.
pub(super) enum Claim {
    /// It has no token.
    Nobody,
    /// This server signed it, and its time is not over.
    Bearer(Bearer),
    /// It is no good.
    Bad,
}

impl Claim {
    /// What the `Authorization` header says.
    pub(super) fn of(core: &Core, headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(header::AUTHORIZATION) else { return Self::Nobody };
        let token = value.to_str().ok().and_then(bearer);
        let read = token.and_then(|token| core.tokens.read(token, core.clock.now()));
        read.map_or(Self::Bad, Self::Bearer)
    }

    /// Who pays for the request.
    pub(super) fn sender(&self, client: &Client) -> Sender {
        match self {
            Self::Bearer(bearer) => Sender::Person(bearer.user),
            Self::Nobody | Self::Bad => Sender::at(client.ip_address.as_deref()),
        }
    }
}

/// The viewer that the request claims to come from; anonymous where it claims nothing.
///
/// A token that is not good is refused here, before anything runs: were it taken for anonymous, a client
/// would show an empty page instead of renewing it.
pub(super) async fn of(core: &Core, claim: Claim, client: &Client) -> Result<Viewer, Refused> {
    let unauthenticated = || {
        let message = "The access token is invalid or expired; sign in again.";
        Refused::new(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", message)
    };
    let bearer = match claim {
        Claim::Nobody => return Ok(Viewer::Anonymous),
        Claim::Bad => return Err(unauthenticated()),
        Claim::Bearer(bearer) => bearer,
    };
    match account::viewer_of(core, bearer, client.ip_address.clone()).await {
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
