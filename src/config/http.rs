//! The endpoint.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use ipnet::IpNet;

use crate::config::{ConfigError, Environment, Source};

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For a person.
    Pretty,
    /// One JSON object a line.
    Json,
}

/// How long a client and the server may take. No settings: tests alone shorten them.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimits {
    /// For a client to send a request's headers, and to begin with the next one.
    pub headers: Duration,
    /// For a client to send a request's body.
    pub body: Duration,
    /// For the server to answer, until it says 503.
    pub answer: Duration,
    /// For requests under way to end after the stop.
    pub drain: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            headers: Duration::from_secs(15),
            body: Duration::from_secs(15),
            answer: Duration::from_secs(30),
            drain: Duration::from_secs(15),
        }
    }
}

/// Where and how the server is reached.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// `LISTEN_ADDR`: 127.0.0.1:8000.
    pub listen: SocketAddr,
    /// `PUBLIC_URL`: how the outside reaches the server, without a slash at the end; its origin may
    /// always call.
    pub public_url: String,
    /// `INTROSPECTION`: whether the schema may be asked for; on in development.
    pub introspection: bool,
    /// `GRAPHIQL`: whether `/` serves the explorer; on in development.
    pub graphiql: bool,
    /// `CORS_ORIGINS`: origins whose pages may call, comma-separated, none where unset.
    pub cors_origins: Vec<String>,
    /// `TRUSTED_PROXIES`: addresses and networks, comma-separated, whose `X-Forwarded-For` is believed;
    /// none where unset.
    pub trusted_proxies: Vec<IpNet>,
    /// `RATE_LIMIT`: whether requests and attempts are counted and limited; `on`, or `off` for load tests.
    pub rate_limit: bool,
    /// `LOG_FORMAT`: `pretty` or `json`.
    pub log_format: LogFormat,
    /// How long things may take.
    pub limits: TimeLimits,
}

impl HttpConfig {
    pub(super) fn read(source: &Source, environment: Environment) -> Result<Self, ConfigError> {
        let listen = source.parse("LISTEN_ADDR", SocketAddr::from(([127, 0, 0, 1], 8000)))?;
        let tools = if environment == Environment::Development { "on" } else { "off" };
        let switch = |name| source.one_of(name, tools, &[("on", true), ("off", false)]);
        let public_url = source
            .get("PUBLIC_URL")
            .map_or_else(|| format!("http://{listen}"), |url| url.trim_end_matches('/').to_owned());
        if !public_url.starts_with("http://") && !public_url.starts_with("https://") {
            return Err(ConfigError::new("PUBLIC_URL", "must begin with http:// or https://"));
        }
        Ok(Self {
            listen,
            public_url,
            introspection: switch("INTROSPECTION")?,
            graphiql: switch("GRAPHIQL")?,
            cors_origins: origins(source.get("CORS_ORIGINS").unwrap_or_default())?,
            trusted_proxies: networks(source.get("TRUSTED_PROXIES").unwrap_or_default())?,
            rate_limit: source.one_of("RATE_LIMIT", "on", &[("on", true), ("off", false)])?,
            log_format: source.one_of(
                "LOG_FORMAT",
                "pretty",
                &[("pretty", LogFormat::Pretty), ("json", LogFormat::Json)],
            )?,
            limits: TimeLimits::default(),
        })
    }
}

fn networks(list: &str) -> Result<Vec<IpNet>, ConfigError> {
    let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    entries
        .map(|entry| {
            let alone = || entry.parse::<IpAddr>().map(IpNet::from);
            entry.parse::<IpNet>().or_else(|_| alone()).map_err(|_| {
                let reason = format!("{entry:?} is no address; write for example 10.0.0.0/8");
                ConfigError::new("TRUSTED_PROXIES", reason)
            })
        })
        .collect()
}

fn origins(list: &str) -> Result<Vec<String>, ConfigError> {
    let origins: Vec<String> = list
        .split(',')
        .map(|origin| origin.trim().trim_end_matches('/').to_ascii_lowercase())
        .filter(|origin| !origin.is_empty())
        .collect();
    match origins.iter().find(|o| !o.starts_with("http://") && !o.starts_with("https://")) {
        Some(bad) => Err(ConfigError::new(
            "CORS_ORIGINS",
            format!("{bad:?} is no origin; write for example https://app.example.org"),
        )),
        None => Ok(origins),
    }
}
