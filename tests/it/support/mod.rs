//! What tests stand on: a server on a fresh database, people, and their requests.

pub(crate) mod app;
pub(crate) mod clock;
pub(crate) mod database;
pub(crate) mod make;
pub(crate) mod outbox;
pub(crate) mod people;
pub(crate) mod reply;
pub(crate) mod server;
pub(crate) mod smtp;

pub(crate) use app::TestApp;
pub(crate) use database::Database;
pub(crate) use database::Database::{Postgres, Sqlite};
pub(crate) use people::Person;
pub(crate) use reply::Reply;
