//! Scalars of the schema beside GraphQL's own.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{DateTime, Datelike, SecondsFormat, Utc};

use crate::kernel::clock::to_micros;

/// RFC 3339 instant in UTC, for example 2026-08-01T09:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub DateTime<Utc>);

/// RFC 3339 instant in UTC, for example 2026-08-01T09:00:00Z.
#[Scalar(
    name = "DateTime",
    specified_by_url = "https://datatracker.ietf.org/doc/html/rfc3339#section-5.6"
)]
impl ScalarType for Instant {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        let instant = DateTime::parse_from_rfc3339(text)
            .map_err(|_| {
                InputValueError::custom(format!(
                    "{text:?} is no RFC 3339 instant, for example 2026-08-01T09:00:00Z"
                ))
            })?
            .to_utc();
        // Four digits, so that the text which SQLite keeps sorts by time.
        if !(1..=9999).contains(&instant.year()) {
            return Err(InputValueError::custom("years run from 0001 to 9999"));
        }
        Ok(Self(to_micros(instant)))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// IANA time zone name, for example Africa/Lagos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeZone(pub String);

// Any text is let in here: the rules tell an unknown zone, as an error of its field.
/// IANA time zone name, for example Africa/Lagos.
#[Scalar(name = "TimeZone", specified_by_url = "https://datatracker.ietf.org/doc/html/rfc6557")]
impl ScalarType for TimeZone {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(name) => Ok(Self(name)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant)
    }
}
