//! The explorer at `/`.

use std::io::Read;

use axum::body::Body;
use axum::http::{Request, header};
use rstest::rstest;

use crate::support::{Reply, Sqlite, TestApp};

async fn get(app: &TestApp, path: &str, encoding: Option<&str>) -> Reply {
    let mut request = Request::get(path);
    if let Some(encoding) = encoding {
        request = request.header(header::ACCEPT_ENCODING, encoding);
    }
    app.request(request.body(Body::empty()).unwrap()).await
}

/// What the page loads, by its `src` and `href`.
fn loaded(page: &str) -> Vec<&str> {
    let values = |name: &str| -> Vec<&str> {
        page.split(name).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
    };
    [values("src=\""), values("href=\"")].concat()
}

#[tokio::test]
async fn the_page_loads_nothing_from_outside() {
    let app = TestApp::start(Sqlite).await;
    let reply = get(&app, "/", None).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let policy = reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self';"), "{policy}");
    assert!(!policy.contains("http"), "{policy}");
    let page = String::from_utf8(reply.bytes).unwrap();
    let outside = |link: &&str| !link.starts_with("/assets/") && !link.starts_with("data:");
    let links = loaded(&page);
    assert_eq!(links.len(), 6, "{links:?}");
    assert_eq!(links.iter().copied().filter(|link| outside(link)).collect::<Vec<_>>(), [""; 0]);
    assert!(!page.contains("@import") && !page.contains("url("));
}

#[tokio::test]
async fn every_asset_is_served_packed_or_plain_with_its_type() {
    let app = TestApp::start(Sqlite).await;
    let page = String::from_utf8(get(&app, "/", None).await.bytes).unwrap();
    for path in loaded(&page).into_iter().filter(|link| link.starts_with('/')) {
        let plain = get(&app, path, None).await;
        assert_eq!(plain.status, 200, "{path}");
        let expected = if path.ends_with(".css") { "text/css" } else { "text/javascript" };
        let content_type = format!("{expected}; charset=utf-8");
        assert_eq!(plain.headers[header::CONTENT_TYPE], content_type.as_str(), "{path}");
        assert_eq!(plain.headers.get(header::CONTENT_ENCODING), None, "{path}");
        assert!(plain.bytes.len() > 1000, "{path} has {} bytes", plain.bytes.len());

        let packed = get(&app, path, Some("br, gzip;q=0.8")).await;
        assert_eq!(packed.headers[header::CONTENT_ENCODING], "gzip", "{path}");
        assert_eq!(packed.headers[header::CONTENT_TYPE], content_type.as_str(), "{path}");
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&*packed.bytes).read_to_end(&mut unpacked).unwrap();
        assert!(unpacked == plain.bytes, "{path} differs");
    }
}

#[rstest]
#[case("identity")]
#[case("br")]
#[case("gzip;q=0")]
#[tokio::test]
async fn who_refuses_gzip_gets_none(#[case] encoding: &str) {
    let app = TestApp::start(Sqlite).await;
    let reply = get(&app, "/assets/graphiql.min.css", Some(encoding)).await;
    assert_eq!(reply.headers.get(header::CONTENT_ENCODING), None);
    assert!(std::str::from_utf8(&reply.bytes).unwrap().contains(".graphiql"));
}

#[rstest]
#[case(&[("GRAPHIQL", "off")])]
#[case(&[("APP_ENV", "production"), ("PUBLIC_URL", "https://turnout.example.org")])]
#[tokio::test]
async fn switched_off_it_is_not_there(#[case] settings: &[(&str, &str)]) {
    let app = TestApp::start_with(Sqlite, settings).await;
    for path in ["/", "/assets/boot.js", "/assets/graphiql.min.js"] {
        assert_eq!(get(&app, path, None).await.status, 404, "{path}");
    }
}
