//! GraphiQL at `/`, its assets served from the binary: no outside host is ever asked.

use std::io::Read;

use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use crate::http::HttpState;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src data:; font-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// A file that npm publishes, unedited, compressed; `assets/graphiql/MANIFEST.md` tells its origin.
struct Asset {
    path: &'static str,
    content_type: &'static str,
    gzipped: &'static [u8],
}

macro_rules! asset {
    ($file:literal, $content_type:ident) => {
        Asset {
            path: concat!("/assets/", $file),
            content_type: $content_type,
            gzipped: include_bytes!(concat!("../../assets/graphiql/", $file, ".gz")),
        }
    };
}

static ASSETS: [Asset; 4] = [
    asset!("graphiql.min.css", CSS),
    asset!("graphiql.min.js", JAVASCRIPT),
    asset!("react.production.min.js", JAVASCRIPT),
    asset!("react-dom.production.min.js", JAVASCRIPT),
];

/// Adds the page and its assets.
pub(super) fn routes(mut routes: Router<HttpState>) -> Router<HttpState> {
    for asset in &ASSETS {
        let handler = get(async move |headers: HeaderMap| send(asset, &headers));
        routes = routes.route(asset.path, handler);
    }
    routes.route("/", get(page)).route("/assets/boot.js", get(boot))
}

async fn page() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, Html(include_str!("../../assets/graphiql/index.html")))
}

async fn boot() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, JAVASCRIPT), (header::X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, include_str!("../../assets/graphiql/boot.js"))
}

/// As it is stored where the client takes gzip, unpacked for the rare one that does not.
fn send(asset: &Asset, request: &HeaderMap) -> Response {
    let mut response = if takes_gzip(request) {
        let encoding = [(header::CONTENT_ENCODING, "gzip")];
        (encoding, asset.gzipped).into_response()
    } else {
        let mut plain = Vec::new();
        if let Err(fault) = flate2::read::GzDecoder::new(asset.gzipped).read_to_end(&mut plain) {
            tracing::error!(%fault, path = asset.path, "an asset in the binary does not unpack");
        }
        plain.into_response()
    };
    let fixed: [(HeaderName, &'static str); 4] = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::VARY, "accept-encoding"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the client names gzip, and not to refuse it (RFC 9110, §12.5.3).
fn takes_gzip(request: &HeaderMap) -> bool {
    let accepted = request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.unwrap_or_default().to_ascii_lowercase().split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        let weight = |part: &str| part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
        parts.next() == Some("gzip") && parts.find_map(weight).is_none_or(|weight| weight > 0.0)
    })
}
