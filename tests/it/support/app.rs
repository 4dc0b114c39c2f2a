//! A server in this process, asked through its router.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, header};
use chrono::TimeDelta;
use http_body_util::BodyExt;
use sea_orm::Statement;
use serde_json::{Value, json};
use tower::ServiceExt;
use turnout::app::{self, World};
use turnout::config::{Config, Source, TimeLimits};
use turnout::domain::Core;
use turnout::jobs::Runner;
use turnout::kernel::random::OsRandom;
use turnout::mail::Transport;

use crate::support::clock::TestClock;
use crate::support::outbox::Outbox;
use crate::support::{Database, Person, Reply};

/// The server under test.
pub(crate) struct TestApp {
    pub(crate) core: Core,
    pub(crate) clock: Arc<TestClock>,
    url: String,
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) runner: Runner,
    router: Router,
    statements: Arc<Mutex<Vec<Statement>>>,
}

impl TestApp {
    pub(crate) async fn start(on: Database) -> Self {
        Self::start_with(on, &[]).await
    }

    /// With settings beside the defaults.
    pub(crate) async fn start_with(on: Database, settings: &[(&str, &str)]) -> Self {
        Self::start_at(&on.fresh().await, settings).await
    }

    /// With less patience than a server has.
    pub(crate) async fn start_limited(on: Database, limits: TimeLimits) -> Self {
        Self::configured(&on.fresh().await, &[], limits).await
    }

    /// Another server on the same database, with a clock of its own.
    pub(crate) async fn twin(&self, settings: &[(&str, &str)]) -> Self {
        Self::start_at(&self.url, settings).await
    }

    /// On a database of which the test needs to know the address.
    pub(crate) async fn start_at(url: &str, settings: &[(&str, &str)]) -> Self {
        Self::configured(url, settings, TimeLimits::default()).await
    }

    async fn configured(url: &str, settings: &[(&str, &str)], limits: TimeLimits) -> Self {
        let mut pairs = vec![
            ("DATABASE_URL", url),
            ("DB_MAX_CONNECTIONS", "4"),
            ("JWT_SECRET", SECRET),
            // Most tests need people and no mail; those of mail and codes say otherwise.
            ("EMAIL_VERIFICATION", "optional"),
            // Time stands still in tests, and no bucket fills; those of the limits turn them on.
            ("RATE_LIMIT", "off"),
        ];
        pairs.extend_from_slice(settings);
        let mut config = Config::read(&Source::from_pairs(&pairs)).unwrap();
        config.http.limits = limits;
        let clock = Arc::new(TestClock::default());
        let statements = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&statements);
        let outbox = Arc::new(Outbox::default());
        let mail: Arc<dyn Transport> = outbox.clone();
        let world = World {
            clock: clock.clone(),
            random: Arc::new(OsRandom),
            // A test that names an SMTP server wants to see mail go there.
            mail: (!settings.iter().any(|(name, _)| *name == "SMTP_URL")).then_some(mail),
            observer: Some(Arc::new(move |run: &Statement| seen.lock().unwrap().push(run.clone()))),
        };
        let core = app::open(&config, world.clone(), false).await.unwrap();
        let runner = app::runner(&config, &world, core.clone()).unwrap();
        let router = app::routes(&config, core.clone());
        Self { core, clock, url: url.to_owned(), outbox, runner, router, statements }
    }

    /// What serves requests, to be put behind a real listener.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    pub(crate) fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    /// Sends an operation as `person`, or as nobody.
    pub(crate) async fn send(
        &self,
        person: impl Into<Option<&Person>>,
        query: &str,
        variables: Value,
    ) -> Reply {
        let token = person.into().map(|person| person.token.as_str());
        let body = json!({ "query": query, "variables": variables }).to_string();
        self.request(post(token, body)).await
    }

    /// The request as it comes over a connection from `peer`, an address with a port.
    pub(crate) fn from(peer: &str, mut request: Request<Body>) -> Request<Body> {
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        request
    }

    /// Sends any request.
    pub(crate) async fn request(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Reply::new(parts.status, parts.headers, body.to_vec())
    }

    /// The texts of the statements that `work` runs.
    pub(crate) async fn statements_of(
        &self,
        work: impl Future<Output = Reply>,
    ) -> (Reply, Vec<String>) {
        let (reply, statements) = self.bound_statements_of(work).await;
        (reply, statements.into_iter().map(|statement| statement.sql).collect())
    }

    /// The statements that `work` runs, with the values bound to them.
    pub(crate) async fn bound_statements_of(
        &self,
        work: impl Future<Output = Reply>,
    ) -> (Reply, Vec<Statement>) {
        self.statements.lock().unwrap().clear();
        let reply = work.await;
        (reply, std::mem::take(&mut *self.statements.lock().unwrap()))
    }
}

/// A secret of the least length.
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A POST as a GraphQL client sends it.
pub(crate) fn post(token: Option<&str>, body: String) -> Request<Body> {
    let mut request = Request::post("/graphql")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    request.body(Body::from(body)).unwrap()
}
