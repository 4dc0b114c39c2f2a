//! The store.

use std::time::Duration;

use crate::config::{ConfigError, Source};

/// Which database, and how many connections to it.
#[derive(Debug, Clone)]
pub struct DatabaseConfig {
    /// `DATABASE_URL`: `sqlite://turnout.db?mode=rwc` (the default) or `postgres://…`.
    pub url: String,
    /// `DB_MAX_CONNECTIONS`: the most connections; 16 on PostgreSQL, 4 readers beside the one writer on
    /// SQLite, where nothing else is said.
    pub max_connections: Option<u32>,
    /// `DB_ACQUIRE_TIMEOUT`: how long a request waits for a free connection before it is answered 503;
    /// 2 s.
    pub acquire_timeout: Duration,
}

impl DatabaseConfig {
    pub(super) fn read(source: &Source) -> Result<Self, ConfigError> {
        let name = "DATABASE_URL";
        let url = source.get(name).unwrap_or("sqlite://turnout.db?mode=rwc").to_owned();
        if !["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(ConfigError::new(name, "must begin with sqlite:// or postgres://"));
        }
        if url.starts_with("sqlite:") && url.contains(":memory:") {
            return Err(ConfigError::new(
                name,
                "a database in memory would be a different one for each connection; name a file",
            ));
        }
        let max_connections = source
            .get("DB_MAX_CONNECTIONS")
            .map(|_| source.parse("DB_MAX_CONNECTIONS", 1))
            .transpose()?;
        if max_connections == Some(0) {
            return Err(ConfigError::new("DB_MAX_CONNECTIONS", "must be at least 1"));
        }
        let acquire_timeout = source.duration("DB_ACQUIRE_TIMEOUT", "2s")?;
        Ok(Self { url, max_connections, acquire_timeout })
    }

    /// Whether the store is an embedded SQLite file.
    #[must_use]
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The most connections that read.
    #[must_use]
    pub fn max_connections(&self) -> u32 {
        self.max_connections.unwrap_or(if self.is_sqlite() { 4 } else { 16 })
    }
}
