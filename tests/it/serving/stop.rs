//! What a stop does to whom.

use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::middleware::{Next, from_fn};
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tokio::sync::{mpsc, oneshot};
use turnout::config::{Config, Source, TimeLimits};
use turnout::db::Db;
use turnout::entity::user;
use turnout::http::serve;

use crate::serving::{connect, converse, hold, posted};
use crate::support::{Database, Postgres, Sqlite, TestApp};

/// A server in a process of its own.
struct Server {
    process: Child,
    address: SocketAddr,
    log: mpsc::UnboundedReceiver<Value>,
}

impl Server {
    async fn start(url: &str) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_turnout"))
            .env_clear()
            .envs([("DATABASE_URL", url), ("LISTEN_ADDR", "127.0.0.1:0")])
            .envs([("LOG_FORMAT", "json"), ("RUST_LOG", "info,tower_http=debug")])
            .envs([("EMAIL_VERIFICATION", "optional"), ("DB_ACQUIRE_TIMEOUT", "30s")])
            .current_dir(std::env::temp_dir())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let (sender, log) = mpsc::unbounded_channel();
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let entry = serde_json::from_str(&line).unwrap_or_else(|_| json!({ "said": line }));
                if sender.send(entry).is_err() {
                    break;
                }
            }
        });
        let mut server = Self { process, address: SocketAddr::from(([127, 0, 0, 1], 0)), log };
        let serving = server.logged("serving GraphQL").await;
        server.address = serving["address"].as_str().unwrap().parse().unwrap();
        server
    }

    /// Waits until the server logs a message that begins so.
    async fn logged(&mut self, beginning: &str) -> Value {
        let mut seen = Vec::new();
        while let Some(entry) = self.log.recv().await {
            if entry["message"].as_str().is_some_and(|message| message.starts_with(beginning)) {
                return entry;
            }
            seen.push(entry);
        }
        panic!("the server ended without saying {beginning:?}: {seen:#?}");
    }

    fn terminate(&self) {
        let kill = format!("kill -TERM {}", self.process.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    }

    async fn exit_code(mut self) -> Option<i32> {
        tokio::task::spawn_blocking(move || self.process.wait().unwrap().code()).await.unwrap()
    }
}

async fn open(url: &str) -> Db {
    let config = Config::read(&Source::from_pairs(&[("DATABASE_URL", url)])).unwrap();
    Db::connect(&config.database, None).await.unwrap()
}

#[rstest]
#[tokio::test]
async fn at_sigterm_a_mutation_under_way_ends_and_nobody_new_is_let_in(
    #[values(Sqlite, Postgres)] on: Database,
) {
    let url = on.fresh().await;
    let db = open(&url).await;
    let mut server = Server::start(&url).await;
    let held = hold(&db, on, "users").await;
    let sign_up = "mutation { signUp(input: { email: \"ann@example.org\", \
                   password: \"correct horse battery\" }) { userErrors { code } } }";
    let request = posted(&json!({ "query": sign_up }).to_string(), None);
    let answer = tokio::spawn({
        let address = server.address;
        async move { converse(address, &request).await }
    });
    server.logged("started processing request").await;
    server.terminate();
    server.logged("stopping").await;
    let late = TcpStream::connect(server.address).unwrap_err();
    assert_eq!(late.kind(), ErrorKind::ConnectionRefused);
    assert_eq!(user::Entity::find().count(db.read()).await.unwrap(), 0);

    held.rollback().await.unwrap();
    let answer = answer.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
    assert!(answer.ends_with(r#"{"data":{"signUp":{"userErrors":[]}}}"#), "{answer}");
    assert_eq!(server.exit_code().await, Some(0));
    assert_eq!(user::Entity::find().count(db.read()).await.unwrap(), 1);
}

#[tokio::test]
async fn a_stop_closes_connections_on_which_nothing_is_asked() {
    let app = TestApp::start(Sqlite).await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let mut idle = connect(listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel::<()>();
    let stopped = async { stopped.await.unwrap() };
    let serving =
        tokio::spawn(serve::until(stopped, listener, app.router(), TimeLimits::default()));
    let closed = tokio::task::spawn_blocking(move || idle.read(&mut [0; 1]));
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    assert!(matches!(closed.await.unwrap(), Ok(0) | Err(_)));
}

#[tokio::test]
async fn a_stop_waits_only_so_long_for_a_request() {
    let limits = TimeLimits { drain: Duration::from_millis(100), ..TimeLimits::default() };
    let app = TestApp::start_limited(Sqlite, limits).await;
    let olu = app.organizer("olu").await;
    // Nobody writes before the test ends.
    let _held = hold(&app.core.db, Sqlite, "events").await;
    let (arrived, mut arrivals) = mpsc::unbounded_channel();
    let router = app.router().layer(from_fn(move |request, next: Next| {
        arrived.send(()).unwrap();
        next.run(request)
    }));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let create = json!({ "query": "mutation { createEvent(input: { title: \"Late\", \
        location: \"Lagos\", startsAt: \"2031-05-01T18:00:00Z\" }) { event { id } } }" });
    let request = posted(&create.to_string(), Some(&olu.token));
    tokio::spawn(async move { converse(address, &request).await });
    let arrival = async move { arrivals.recv().await.unwrap() };
    serve::until(arrival, listener, router, limits).await.unwrap();
}
