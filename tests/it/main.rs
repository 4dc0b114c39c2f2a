//! Every behaviour, through the real router, each test on a fresh database, on SQLite and PostgreSQL.
//!
//! A folder a feature. To add a test: a function with `#[values(Sqlite, Postgres)] on: Database`, that
//! builds what it needs with [`support`], sends one operation, and asserts status, errors and data.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "clippy.toml lets test functions do so; here their helpers do too, and it fails the test"
)]

mod account;
mod architecture;
mod audit;
mod category;
mod check_in;
mod demo;
mod event;
mod export;
mod feedback;
mod figures;
mod jobs;
mod mail;
mod notification;
mod protocol;
mod registration;
mod schema;
mod series;
mod serving;
mod sharing;
mod storage;
mod support;
mod throttle;
mod version;
