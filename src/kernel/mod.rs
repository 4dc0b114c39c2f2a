//! Floor 0: values that know nothing of events, databases or the web.
//!
//! Time and chance come in through [`clock::Clock`] and [`random::Random`], so that a test can hold
//! both; the global ones are banned by `clippy.toml`.

pub mod address;
pub mod base32;
pub mod clock;
pub mod cursor;
pub mod error;
pub mod id;
pub mod metrics;
pub mod page;
pub mod random;
pub mod request_id;
pub mod seats;
pub mod text;
