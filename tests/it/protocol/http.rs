//! Methods, media types, bodies, headers.

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::json;
use turnout::entity::user;

use crate::protocol::{NOBODY, assert_refused};
use crate::support::app::post;
use crate::support::{Database, Postgres, Sqlite, TestApp};

const SIGN_UP: &str = "mutation { signUp(input: {
    email: \"mallory@example.org\", password: \"correct horse battery\" }) { verificationRequired } }";

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

fn asked(query: &str) -> String {
    json!({ "query": query }).to_string()
}

async fn users(app: &TestApp) -> u64 {
    user::Entity::find().count(app.core.db.read()).await.unwrap()
}

/// `query` as it stands in an address.
fn address(query: &str) -> String {
    let escaped: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
    format!("/graphql?query={escaped}")
}

#[rstest]
#[case::plain_text(Some("text/plain"))]
#[case::form(Some("application/x-www-form-urlencoded"))]
#[case::multipart(Some("multipart/form-data; boundary=x"))]
#[case::graphql(Some("application/graphql"))]
#[case::alike(Some("application/jsonp"))]
#[case::missing(None)]
#[tokio::test]
async fn only_json_is_taken_so_that_no_page_forges_a_mutation(#[case] content_type: Option<&str>) {
    let app = TestApp::start(Sqlite).await;
    let mut request = Request::post("/graphql");
    if let Some(content_type) = content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    let reply = app.request(request.body(Body::from(asked(SIGN_UP))).unwrap()).await;
    assert_refused(&reply, 415, "BAD_REQUEST");
    assert_eq!(users(&app).await, 0);
}

#[rstest]
#[case("application/json")]
#[case("application/json; charset=utf-8")]
#[case("Application/JSON;charset=UTF-8")]
#[tokio::test]
async fn json_may_name_its_charset(#[case] content_type: &str) {
    let app = TestApp::start(Sqlite).await;
    let request = Request::post("/graphql").header(header::CONTENT_TYPE, content_type);
    let reply = app.request(request.body(asked("{ __typename }").into()).unwrap()).await;
    assert_eq!(reply.data(), json!({ "__typename": "Query" }));
}

#[rstest]
#[case(None, "application/json; charset=utf-8")]
#[case(Some("*/*"), "application/json; charset=utf-8")]
#[case(Some("application/json"), "application/json; charset=utf-8")]
#[case(
    Some("application/graphql-response+json, application/json;q=0.9"),
    "application/graphql-response+json; charset=utf-8"
)]
#[tokio::test]
async fn the_answer_has_the_type_that_is_asked_for(
    #[case] accept: Option<&str>,
    #[case] expected: &str,
) {
    let app = TestApp::start(Sqlite).await;
    let mut request = post(None, asked("{ __typename }"));
    request.headers_mut().remove(header::ACCEPT);
    if let Some(accept) = accept {
        request.headers_mut().insert(header::ACCEPT, accept.parse().unwrap());
    }
    let reply = app.request(request).await;
    assert_eq!(reply.data(), json!({ "__typename": "Query" }));
    assert_eq!(text(&reply.headers, header::CONTENT_TYPE), Some(expected));
    assert_eq!(text(&reply.headers, header::X_CONTENT_TYPE_OPTIONS), Some("nosniff"));
}

#[tokio::test]
async fn who_takes_no_json_is_told_so_and_nothing_runs() {
    let app = TestApp::start(Sqlite).await;
    let mut request = post(None, asked(SIGN_UP));
    request.headers_mut().insert(header::ACCEPT, "text/html".parse().unwrap());
    assert_eq!(app.request(request).await.status, 406);
    assert_eq!(users(&app).await, 0);
}

#[tokio::test]
async fn a_syntax_error_is_400_and_for_old_clients_200() {
    let app = TestApp::start(Sqlite).await;
    assert_refused(&app.send(NOBODY, "{ nothing", json!({})).await, 400, "BAD_REQUEST");
    let mut request = post(None, asked("{ nothing"));
    request.headers_mut().insert(header::ACCEPT, "application/json".parse().unwrap());
    assert_refused(&app.request(request).await, 200, "BAD_REQUEST");
}

#[rstest]
#[tokio::test]
async fn queries_may_be_sent_by_get(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let query = "query Page($n: Int) { events(first: $n) { nodes { id } totalCount } }";
    let path = format!("{}&variables=%7B%22n%22%3A1%7D&operationName=Page", address(query));
    let reply = app.request(Request::get(path).body(Body::empty()).unwrap()).await;
    assert_eq!(reply.data(), json!({ "events": { "nodes": [], "totalCount": 0 } }));
}

#[rstest]
#[case::alone(SIGN_UP, "")]
#[case::picked("query A { __typename } mutation B { signOut { signedOut } }", "&operationName=B")]
#[tokio::test]
async fn mutations_by_get_are_refused(#[case] query: &str, #[case] rest: &str) {
    let app = TestApp::start(Sqlite).await;
    let request = Request::get(format!("{}{rest}", address(query)));
    let reply = app.request(request.body(Body::empty()).unwrap()).await;
    assert_refused(&reply, 405, "BAD_REQUEST");
    assert_eq!(text(&reply.headers, header::ALLOW), Some("POST"));
    assert_eq!(users(&app).await, 0);
}

#[tokio::test]
async fn a_mutation_by_head_runs_no_more_than_by_get() {
    let app = TestApp::start(Sqlite).await;
    let request = Request::head(address(SIGN_UP)).body(Body::empty()).unwrap();
    let reply = app.request(request).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(users(&app).await, 0);
}

#[rstest]
#[case::put(Method::PUT)]
#[case::delete(Method::DELETE)]
#[case::patch(Method::PATCH)]
#[tokio::test]
async fn other_methods_are_refused_with_those_that_are_taken(#[case] method: Method) {
    let app = TestApp::start(Sqlite).await;
    let mut request = post(None, asked(SIGN_UP));
    *request.method_mut() = method;
    let reply = app.request(request).await;
    assert_refused(&reply, 405, "BAD_REQUEST");
    assert_eq!(text(&reply.headers, header::ALLOW), Some("GET, HEAD, POST"));
    assert_eq!(users(&app).await, 0);
}

#[rstest]
#[case::no_json("{\"query\": ", 400)]
#[case::empty("", 400)]
#[case::batch("[{\"query\": \"{ __typename }\"}]", 400)]
#[case::text("\"{ __typename }\"", 400)]
#[case::no_query("{}", 400)]
#[case::query_null("{\"query\": null}", 400)]
#[case::query_number("{\"query\": 1}", 400)]
#[case::name_number("{\"query\": \"{ __typename }\", \"operationName\": 1}", 400)]
#[case::variables_list("{\"query\": \"{ __typename }\", \"variables\": [1]}", 400)]
#[case::variables_text("{\"query\": \"{ __typename }\", \"variables\": \"{}\"}", 400)]
#[case::extensions_list("{\"query\": \"{ __typename }\", \"extensions\": [1]}", 400)]
#[tokio::test]
async fn bodies_that_are_no_request_are_refused(#[case] body: &str, #[case] status: u16) {
    let app = TestApp::start(Sqlite).await;
    assert_refused(&app.request(post(None, body.to_owned())).await, status, "BAD_REQUEST");
}

#[tokio::test]
async fn null_parameters_are_as_if_left_out() {
    let app = TestApp::start(Sqlite).await;
    let body = json!({ "query": "{ __typename }", "operationName": null, "variables": null,
        "extensions": null });
    let reply = app.request(post(None, body.to_string())).await;
    assert_eq!(reply.data(), json!({ "__typename": "Query" }));
}

#[rstest]
#[case::at_the_limit(128 * 1024, 200)]
#[case::beyond(128 * 1024 + 1, 413)]
#[tokio::test]
async fn bodies_have_a_most(#[case] bytes: usize, #[case] status: u16) {
    let app = TestApp::start(Sqlite).await;
    let mut body = asked("{ __typename }");
    body.push_str(&" ".repeat(bytes - body.len()));
    let reply = app.request(post(None, body)).await;
    assert_eq!(reply.status, status);
    if status == 413 {
        assert_refused(&reply, 413, "LIMIT_EXCEEDED");
    }
}

#[rstest]
#[tokio::test]
async fn a_bad_token_is_401_before_anything_runs(
    #[values(Sqlite, Postgres)] on: Database,
    #[values("Bearer rubbish", "Bearer ", "Basic YTpi", "rubbish")] value: &str,
) {
    let app = TestApp::start(on).await;
    let mut request = post(None, asked(SIGN_UP));
    request.headers_mut().insert(header::AUTHORIZATION, value.parse().unwrap());
    let reply = app.request(request).await;
    assert_refused(&reply, 401, "UNAUTHENTICATED");
    assert_eq!(text(&reply.headers, header::WWW_AUTHENTICATE), Some("Bearer"));
    assert_eq!(users(&app).await, 0);
}

#[tokio::test]
async fn every_answer_names_its_request_as_the_client_did() {
    let app = TestApp::start(Sqlite).await;
    let id = header::HeaderName::from_static("x-request-id");
    let reply = app.send(NOBODY, "{ __typename }", json!({})).await;
    assert_eq!(text(&reply.headers, id.clone()).map(str::len), Some(36));
    let mut request = post(None, asked("{ nothing"));
    request.headers_mut().insert(id.clone(), "from-the-client".parse().unwrap());
    let reply = app.request(request).await;
    assert_eq!(text(&reply.headers, id), Some("from-the-client"));
}

#[rstest]
#[case::configured("https://app.example.org", true)]
#[case::own("https://turnout.example.org", true)]
#[case::stranger("https://evil.example", false)]
#[case::other_port("https://app.example.org:8443", false)]
#[case::longer("https://app.example.org.evil.example", false)]
#[case::null("null", false)]
#[tokio::test]
async fn only_configured_origins_may_read_answers(#[case] origin: &str, #[case] allowed: bool) {
    let settings = [
        ("CORS_ORIGINS", "https://app.example.org"),
        ("PUBLIC_URL", "https://turnout.example.org"),
    ];
    let app = TestApp::start_with(Sqlite, &settings).await;
    let mut request = post(None, asked("{ __typename }"));
    request.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
    let mut preflight = Request::options("/graphql").body(Body::empty()).unwrap();
    preflight.headers_mut().insert(header::ORIGIN, origin.parse().unwrap());
    let method = header::ACCESS_CONTROL_REQUEST_METHOD;
    preflight.headers_mut().insert(method, "POST".parse().unwrap());
    for request in [request, preflight] {
        let reply = app.request(request).await;
        let told = text(&reply.headers, header::ACCESS_CONTROL_ALLOW_ORIGIN);
        assert_eq!(told, allowed.then_some(origin));
        assert_eq!(text(&reply.headers, header::ACCESS_CONTROL_ALLOW_CREDENTIALS), None);
    }
}

#[rstest]
#[tokio::test]
async fn probes_tell_the_process_from_its_database(#[values(Sqlite, Postgres)] on: Database) {
    let app = TestApp::start(on).await;
    let probe = async |path: &str| {
        app.request(Request::get(path).body(Body::empty()).unwrap()).await.status.as_u16()
    };
    assert_eq!((probe("/livez").await, probe("/readyz").await), (200, 200));
    app.core.db.close().await.unwrap();
    assert_eq!((probe("/livez").await, probe("/readyz").await), (200, 503));
}
