//! Where settings come from.

use std::collections::HashMap;
use std::time::Duration;

/// The longest time that a setting may name.
const LONGEST: Duration = Duration::from_secs(3653 * 24 * 60 * 60);

/// A setting that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {reason}")]
pub struct ConfigError {
    /// The setting.
    pub name: String,
    /// What is wrong with it, and what would be right.
    pub reason: String,
}

impl ConfigError {
    /// The setting `name` is wrong for `reason`.
    pub fn new(name: &str, reason: impl Into<String>) -> Self {
        Self { name: name.to_owned(), reason: reason.into() }
    }
}

/// Settings by name.
#[derive(Debug, Clone, Default)]
pub struct Source(HashMap<String, String>);

impl Source {
    /// The process's environment, over what the file `.env` says where there is one.
    ///
    /// # Errors
    /// [`ConfigError`] where `.env` cannot be read.
    pub fn from_environment() -> Result<Self, ConfigError> {
        let mut settings = HashMap::new();
        match dotenvy::from_filename_iter(".env") {
            Ok(lines) => {
                for line in lines {
                    let (name, value) =
                        line.map_err(|e| ConfigError::new(".env", e.to_string()))?;
                    settings.insert(name, value);
                }
            }
            Err(dotenvy::Error::Io(e)) if e.kind() == std::io::ErrorKind::NotFound => {}
            Err(e) => return Err(ConfigError::new(".env", e.to_string())),
        }
        // A value that is not Unicode is none of ours.
        settings.extend(std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        }));
        Ok(Self(settings))
    }

    /// Settings as a test gives them.
    #[must_use]
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// The setting, `None` where it is missing or empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// The setting parsed, or `default`.
    ///
    /// # Errors
    /// [`ConfigError`] where it does not parse.
    pub fn parse<T: std::str::FromStr>(&self, name: &str, default: T) -> Result<T, ConfigError>
    where
        T::Err: std::fmt::Display,
    {
        self.get(name).map_or(Ok(default), |value| {
            value.parse().map_err(|e: T::Err| ConfigError::new(name, e.to_string()))
        })
    }

    /// A length of time such as `10m`, `30d` or `24h`.
    ///
    /// # Errors
    /// [`ConfigError`] where it is none, or nothing at all.
    pub fn duration(&self, name: &str, default: &str) -> Result<Duration, ConfigError> {
        let parsed = humantime::parse_duration(self.get(name).unwrap_or(default))
            .map_err(|e| ConfigError::new(name, format!("{e}; for example {default}")))?;
        if parsed.is_zero() || parsed > LONGEST {
            return Err(ConfigError::new(
                name,
                "must be longer than nothing, and ten years at most",
            ));
        }
        Ok(parsed)
    }

    /// One of a few words.
    ///
    /// # Errors
    /// [`ConfigError`] that lists the words.
    pub fn one_of<T: Copy>(
        &self,
        name: &str,
        default: &str,
        words: &[(&str, T)],
    ) -> Result<T, ConfigError> {
        let value = self.get(name).unwrap_or(default);
        words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning).ok_or_else(
            || {
                let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                ConfigError::new(name, format!("is {value:?}; it may be {}", known.join(" or ")))
            },
        )
    }
}
